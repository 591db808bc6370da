using System.Security.Cryptography;
using System.Text;
using Azsreg.Protocol;

namespace Azsreg.Stamp.Facts;

/// <summary>
/// The hosts' hardware as a registration token carries it: digests, never serial numbers. The made-up serials follow from the deployment id,
/// so a host keeps its digests over restarts.
/// </summary>
internal sealed class HostHardware(StampFacts facts, StampOptions options)
{
    public IReadOnlyList<HardwareInfo> Read()
    {
        foreach (var host in facts.HostNames)
        {
            if (Fault(host) is { } fault)
                throw new PrivilegedEndpoint.CommandFailure(fault.ErrorId, fault.Text);
        }

        return [.. facts.HostNames.Select(Describe)];
    }

    /// <summary>The hosts this stamp is made of, also those that do not answer at the moment: one that is down has not been taken out.</summary>
    public IReadOnlyList<HardwareInfo> Present() => [.. facts.HostNames.Select(Describe)];

    /// <summary>Documented text of every host that would block a registration.</summary>
    public IReadOnlyList<string> Problems() => [.. facts.HostNames.Select(Fault).Where(fault => fault is not null).Select(fault => fault!.Value.Text)];

    private (string ErrorId, string Text)? Fault(string host) =>
        options.HostFaults.FirstOrDefault(fault => fault.HostName.Equals(host, StringComparison.OrdinalIgnoreCase))?.Kind switch
        {
            HostFaultKind.Unreachable => (
                "HostUnreachable",
                $"Cannot connect to {host} to get hardware info - please check physical host and connectivity then try to rerun registration."),
            HostFaultKind.HardwareMissing => (
                "HardwareInfoMissing",
                $"Could not retrieve mandatory hardware info for {host}. Check physical host and connectivity then try to rerun registration."),
            _ => null,
        };

    private HardwareInfo Describe(string host) => new(
        Digest(host, "name"),
        Digest(host, "uuid"),
        NumCores: 40,
        Bios: [Digest(host, "bios")],
        Nic: [Digest(host, "nic0"), Digest(host, "nic1")],
        Cpu: [Digest(host, "cpu0"), Digest(host, "cpu1")],
        Disk: [.. Enumerable.Range(0, 6).Select(disk => Digest(host, $"disk{disk}"))],
        Memory: [.. Enumerable.Range(0, 12).Select(module => Digest(host, $"memory{module}"))]);

    /// <summary>32 hexadecimal digits, the width of the digests in published tokens.</summary>
    private string Digest(string host, string part) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{facts.DeploymentId:D}/{host}/{part}")).AsSpan(0, 16));
}
