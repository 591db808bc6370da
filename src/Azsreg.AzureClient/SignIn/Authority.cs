namespace Azsreg.AzureClient.SignIn;

/// <summary>The endpoints of one directory's token service.</summary>
internal sealed record Authority
{
    private Authority(Uri token, Uri deviceCode, Uri authorize, bool isFederationServices)
    {
        Token = token;
        DeviceCode = deviceCode;
        Authorize = authorize;
        IsFederationServices = isFederationServices;
    }

    public Uri Token { get; }

    public Uri DeviceCode { get; }

    public Uri Authorize { get; }

    /// <summary>Federation services know <c>resource</c> and no scopes of the form <c>…/.default</c>.</summary>
    public bool IsFederationServices { get; }

    public static Authority Of(AzureEnvironment environment, string tenant)
    {
        var login = environment.LoginEndpoint.AbsoluteUri.TrimEnd('/');
        if (environment.IsFederationServices)
            return new(new($"{login}/oauth2/token"), new($"{login}/oauth2/devicecode"), new($"{login}/oauth2/authorize"), true);

        var directory = $"{login}/{Uri.EscapeDataString(tenant)}/oauth2/v2.0";
        return new(new($"{directory}/token"), new($"{directory}/devicecode"), new($"{directory}/authorize"), false);
    }
}
