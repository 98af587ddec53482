// A single sign-on for tests, on this machine alone: whoever signs in as NAME is told to be
// NAME@so.gov.vn, verified unless the name begins with "chua-".
import Provider from "oidc-provider";

const [port, callback] = process.argv.slice(2);
const issuer = `http://localhost:${port}`;
const provider = new Provider(issuer, {
  clients: [
    {
      client_id: "namro",
      client_secret: "chi-de-thu",
      redirect_uris: [callback],
      response_types: ["code"],
      grant_types: ["authorization_code"],
      token_endpoint_auth_method: "client_secret_post",
    },
  ],
  claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
  findAccount: (_context, id) => ({
    accountId: id,
    claims: () => ({
      sub: id,
      name: `Người ${id}`,
      email: `${id}@so.gov.vn`,
      email_verified: !id.startsWith("chua-"),
    }),
  }),
  cookies: { keys: ["only-for-tests"] },
  pkce: { required: () => true },
});
provider.listen(Number(port), "localhost", () => console.log("ready"));
