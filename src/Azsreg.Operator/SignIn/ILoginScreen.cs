using Azsreg.AzureClient;

namespace Azsreg.Operator.SignIn;

/// <summary>Where a sign-in meets the person.</summary>
public interface ILoginScreen
{
    /// <summary>Shows the code and the page to type it on.</summary>
    ValueTask ShowDeviceCodeAsync(DeviceCodePrompt prompt, CancellationToken cancellationToken);

    /// <summary>Opens the page in a browser, or shows its address where there is none.</summary>
    ValueTask OpenBrowserAsync(Uri page, CancellationToken cancellationToken);
}
