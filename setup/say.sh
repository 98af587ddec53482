# Sourced: say VI EN prints one of them, English for an en* locale, Vietnamese otherwise.
say() {
    local locale="${LC_ALL:-${LC_MESSAGES:-${LANG:-}}}"
    case "${locale,,}" in
        en*) printf '%s\n' "$2" ;;
        *) printf '%s\n' "$1" ;;
    esac
}
