using System.Buffers.Binary;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Azsreg.Stamp.PrivilegedEndpoint;

/// <summary>Whose process is at the other end of a Unix domain socket, as the kernel says.</summary>
internal static class PeerAccount
{
    private const int LinuxSocketLevel = 1; // SOL_SOCKET
    private const int LinuxPeerCredential = 17; // SO_PEERCRED: struct ucred { pid, uid, gid }
    private const int DarwinLocalLevel = 0; // SOL_LOCAL
    private const int DarwinPeerCredential = 1; // LOCAL_PEERCRED: struct xucred { version, uid, … }, 76 bytes

    /// <summary>
    /// True where the peer runs as this process's account, or as root, whom no file mode keeps out either. Where the system does not tell, the
    /// socket's mode has decided.
    /// </summary>
    public static bool IsOwn(Socket socket)
    {
        Span<byte> credential = stackalloc byte[76];
        if (OperatingSystem.IsLinux())
            socket.GetRawSocketOption(LinuxSocketLevel, LinuxPeerCredential, credential[..12]);
        else if (OperatingSystem.IsMacOS())
            socket.GetRawSocketOption(DarwinLocalLevel, DarwinPeerCredential, credential);
        else
            return true;
        // The user id is the second word of both.
        var user = BinaryPrimitives.ReadUInt32LittleEndian(credential[4..]);
        return user == 0 || user == GetEffectiveUserId();
    }

    [DllImport("libc", EntryPoint = "geteuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern uint GetEffectiveUserId();
}
