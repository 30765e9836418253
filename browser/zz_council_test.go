package browser

import "testing"

func TestZZCouncil(t *testing.T) {
	for _, c := range []struct{ path, name string; w int64 }{
		{"/buildings/01a20629-ef57-7dfd-a2ea-f080c20a6ed7/council", "c_follow", 1440}, {"/buildings/01a20629-ef57-7dfd-a2ea-f080c20a6ed7/council/room", "c_room", 1440}, {"/buildings/01a20629-ef57-7dfd-a2ea-f080c20a6ed7/council/room", "c_room390", 390},
	} {
		b := open(t, "http://127.0.0.1:18777", "fr", true, c.w, 1000)
		b.visit("/sign-in")
		b.fill("email", "sofie.claes@tilleuls.example")
		b.fill("password", "bnjm-tvss-cpjx-wsgm")
		b.send()
		b.visit(c.path)
		b.picture(c.name)
	}
}
