using System.ComponentModel;
using System.Diagnostics;
using Azsreg.AzureClient;
using Azsreg.Cli.Shell;
using Azsreg.Operator.SignIn;

namespace Azsreg.Cli.Verbs;

/// <summary>Shows a sign-in on the terminal; beside JSON on standard error, so that standard output stays data.</summary>
internal sealed class LoginScreen(CliContext context) : ILoginScreen
{
    private TextWriter Writer => context.IsJson ? context.Io.Error : context.Io.Out;

    public async ValueTask ShowDeviceCodeAsync(DeviceCodePrompt prompt, CancellationToken cancellationToken)
    {
        if (context.Io.Host is { } host)
        {
            host.ShowDeviceCode(prompt.VerificationUrl, prompt.UserCode);
            return;
        }

        await Writer.WriteLineAsync($"Open {prompt.VerificationUrl} in any browser and enter the code {prompt.UserCode}");
        await Writer.FlushAsync(cancellationToken);
    }

    public async ValueTask OpenBrowserAsync(Uri page, CancellationToken cancellationToken)
    {
        if (context.Io.Host is { } host)
        {
            host.ShowPage(page);
            return;
        }

        var opened = context.Io.IsInteractive && TryOpen(page);
        await Writer.WriteLineAsync(opened ? "A browser was opened. If none appeared, open this address in it:" : "Open this address in a browser on this machine:");
        await Writer.WriteLineAsync(page.AbsoluteUri);
        await Writer.FlushAsync(cancellationToken);
    }

    private bool TryOpen(Uri page)
    {
        if (OperatingSystem.IsLinux() && string.IsNullOrEmpty(context.Environment("DISPLAY")) && string.IsNullOrEmpty(context.Environment("WAYLAND_DISPLAY")))
            return false;
        try
        {
            // The shell of each system knows its browser; .NET finds open and xdg-open by itself.
            using var process = Process.Start(new ProcessStartInfo(page.AbsoluteUri) { UseShellExecute = true });
            return true;
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException or PlatformNotSupportedException)
        {
            // No browser: the address is shown.
            return false;
        }
    }
}
