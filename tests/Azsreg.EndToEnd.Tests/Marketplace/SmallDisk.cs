using System.Diagnostics;

namespace Azsreg.EndToEnd.Tests.Marketplace;

/// <summary>A folder with little room: a file system in memory, mounted there; only root can.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private readonly string _path;

    private SmallDisk(string path) => _path = path;

    private string Ballast => Path.Combine(_path, "ballast");

    /// <summary>Mounts it; skips the test where that cannot be.</summary>
    public static async Task<SmallDisk> MountAsync(string path, int megabytes)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Only root on Linux can mount a small disk.");
        Directory.CreateDirectory(path);
        var (code, error) = await RunAsync("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "azsreg-small-disk", path);
        Assert.SkipUnless(code == 0, $"A small disk cannot be mounted here: {error.Trim()}");
        return new SmallDisk(path);
    }

    /// <summary>Fills all there is.</summary>
    public void Fill()
    {
        using var file = File.Create(Ballast);
        var megabyte = new byte[1024 * 1024];
        try
        {
            while (true)
                file.Write(megabyte);
        }
        catch (IOException)
        {
            // Full.
        }
    }

    /// <summary>Gives the room back.</summary>
    public void Free() => File.Delete(Ballast);

    public async ValueTask DisposeAsync() => await RunAsync("umount", "--lazy", _path);

    private static async Task<(int Code, string Error)> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, error);
    }
}
