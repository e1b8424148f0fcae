// Verifies a Trailhound webhook (https://www.standardwebhooks.com) with what Go has.
//
// As a program: WEBHOOK_SECRET=whsec_… go run verify.go ID TIMESTAMP SIGNATURE < body; exits 0 where the message is genuine.
package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"io"
	"os"
	"strconv"
	"strings"
	"time"
)

// How far the clocks may be apart; an older message may be one that somebody recorded.
const tolerance = 5 * time.Minute

// IsGenuine says whether the message came from who holds the secret, is new, and is whole. body are the bytes as they came.
func IsGenuine(secret, id, timestamp, signature string, body []byte, now time.Time) bool {
	seconds, err := strconv.ParseInt(timestamp, 10, 64)
	if err != nil {
		return false
	}
	if age := now.Sub(time.Unix(seconds, 0)); age > tolerance || age < -tolerance {
		return false
	}
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whsec_"))
	if err != nil {
		return false
	}
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(id + "." + timestamp + "."))
	mac.Write(body)
	expected := mac.Sum(nil)
	// One or, while the secret is rotated, several signatures with a space between them.
	for _, one := range strings.Split(signature, " ") {
		version, encoded, _ := strings.Cut(one, ",")
		given, err := base64.StdEncoding.DecodeString(encoded)
		if err == nil && version == "v1" && hmac.Equal(given, expected) {
			return true
		}
	}
	return false
}

func main() {
	if len(os.Args) != 4 {
		os.Exit(2)
	}
	body, err := io.ReadAll(os.Stdin)
	if err != nil || !IsGenuine(os.Getenv("WEBHOOK_SECRET"), os.Args[1], os.Args[2], os.Args[3], body, time.Now()) {
		os.Exit(1)
	}
}
