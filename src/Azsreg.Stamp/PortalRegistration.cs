namespace Azsreg.Stamp;

/// <summary>The portal as a client of the stamp's sign-in. Whoever starts both fills it in before the stamp starts.</summary>
public sealed class PortalRegistration
{
    /// <summary>The client id, the same on every stamp.</summary>
    public const string ClientId = "6d3a1f52-9a0e-4c07-8b55-2f1c6a7e9d40";

    /// <summary>The name on the sign-in pages.</summary>
    public const string DisplayName = "Azure Stack administrator portal";

    /// <summary>Where the sign-in may send a browser back to; none where no portal runs.</summary>
    public IReadOnlyList<Uri> RedirectUris { get; set; } = [];
}
