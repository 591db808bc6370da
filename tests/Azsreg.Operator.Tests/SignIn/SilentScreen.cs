using Azsreg.AzureClient;
using Azsreg.Operator.SignIn;

namespace Azsreg.Operator.Tests.SignIn;

/// <summary>Remembers what a person would have seen.</summary>
internal sealed class SilentScreen : ILoginScreen
{
    public DeviceCodePrompt? Shown { get; private set; }

    public ValueTask ShowDeviceCodeAsync(DeviceCodePrompt prompt, CancellationToken cancellationToken)
    {
        Shown = prompt;
        return ValueTask.CompletedTask;
    }

    public ValueTask OpenBrowserAsync(Uri page, CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
