namespace Azsreg.Stamp.Facts;

/// <summary>The two documented ways in which a host blocks a registration.</summary>
public enum HostFaultKind
{
    /// <summary>The host does not answer.</summary>
    Unreachable,

    /// <summary>The host answers, but lacks mandatory hardware information.</summary>
    HardwareMissing,
}
