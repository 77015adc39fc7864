"""What branch pages and headquarters pages share: sign-in, layout, words, charts, static files, and who may talk to them."""
