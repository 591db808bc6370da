namespace Azsreg.ArmServer;

/// <summary>The addresses, asked of the host once.</summary>
internal sealed class LazyAddresses(ArmServerOptions options)
{
    private readonly Lazy<ArmAddresses> _value = new(options.Addresses);

    public ArmAddresses Value => _value.Value;
}
