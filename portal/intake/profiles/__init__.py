"""The profiles that come with the portal, one file each. To add a format, add a file."""
