namespace Azsreg.Remoting.Server;

/// <summary>What the common action parameters can say.</summary>
internal enum ActionPreference
{
    SilentlyContinue = 0,
    Stop = 1,
    Continue = 2,
    Inquire = 3,
    Ignore = 4,
}
