using System.Text.Json.Serialization;

namespace Azsreg.Protocol;

/// <summary>The hardware of one node in a registration token: digests (32 hex digits), never serial numbers.</summary>
/// <param name="Name">The node's digest.</param>
/// <param name="Uuid">The machine's digest.</param>
/// <param name="NumCores">Physical cores; a signed 32-bit number on the wire.</param>
/// <param name="Bios">Digests of the firmware.</param>
/// <param name="Nic">Digests of the network cards.</param>
/// <param name="Cpu">Digests of the processors.</param>
/// <param name="Disk">Digests of the disks.</param>
/// <param name="Memory">Digests of the memory modules.</param>
public sealed record HardwareInfo(
    string Name, string Uuid, int NumCores,
    IReadOnlyList<string>? Bios = null, IReadOnlyList<string>? Nic = null, IReadOnlyList<string>? Cpu = null,
    IReadOnlyList<string>? Disk = null, IReadOnlyList<string>? Memory = null);
