Could not find '/work/wall/hands.test.mjs'
rc 1
