package dev.hark.server.chat;

import java.net.Inet4Address;
import java.net.InetAddress;

/**
 * Tells addresses of the public internet from those that may lead to something private (IANA's
 * registries of special-purpose addresses).
 */
final class PublicAddresses {
  private PublicAddresses() {}

  /** Whether anybody may talk to the address. IPv4 in IPv6 form is judged as IPv4. */
  static boolean contains(InetAddress address) {
    if (address.isAnyLocalAddress()
        || address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress()) {
      return false;
    }
    byte[] bytes = address.getAddress();
    return address instanceof Inet4Address ? publicV4(bytes) : publicV6(bytes);
  }

  private static boolean publicV4(byte[] bytes) {
    int a = bytes[0] & 0xff;
    int b = bytes[1] & 0xff;
    int c = bytes[2] & 0xff;
    boolean special =
        a == 0
            || a == 10
            || a == 127
            || a >= 224
            || (a == 100 && b >= 64 && b < 128) // shared by carriers
            || (a == 169 && b == 254)
            || (a == 172 && b >= 16 && b < 32)
            || (a == 192 && b == 168)
            || (a == 192 && b == 0 && (c == 0 || c == 2))
            || (a == 192 && b == 88 && c == 99)
            || (a == 198 && (b == 18 || b == 19))
            || (a == 198 && b == 51 && c == 100)
            || (a == 203 && b == 0 && c == 113);
    return !special;
  }

  /** Global unicast, without what wraps IPv4 addresses, tunnels or is for documents. */
  private static boolean publicV6(byte[] bytes) {
    int first = (bytes[0] & 0xff) << 8 | (bytes[1] & 0xff);
    int second = (bytes[2] & 0xff) << 8 | (bytes[3] & 0xff);
    boolean global = (first & 0xe000) == 0x2000;
    boolean special =
        first == 0x2002
            || (first == 0x2001 && (second < 0x200 || second == 0xdb8))
            || first == 0x3fff;
    return global && !special;
  }
}
