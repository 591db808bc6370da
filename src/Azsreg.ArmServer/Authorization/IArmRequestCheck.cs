namespace Azsreg.ArmServer;

/// <summary>
/// A further condition on every authorized request, such as locks or the registration of a provider. All that are registered
/// in the container run, in the order of their registration, before the endpoint.
/// </summary>
public interface IArmRequestCheck
{
    /// <summary>Throws <see cref="Protocol.ArmException"/> where the request must not go on.</summary>
    ValueTask CheckAsync(ArmRequest request, CancellationToken cancellationToken);
}
