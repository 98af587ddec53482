"""The shell of the site: layout, components, browser assets."""
