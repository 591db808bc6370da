[assembly: AssemblyFixture(typeof(Azsreg.EndToEnd.Tests.SeededFolder))]

namespace Azsreg.EndToEnd.Tests;

/// <summary>
/// A data folder as the first start of <c>up</c> leaves it: the sample data, which <c>cloud serve</c> does not make, and a stamp. Made once,
/// when it is first asked for, and copied for every world.
/// </summary>
public sealed class SeededFolder : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("azsreg-seed-").FullName;
    private readonly Lazy<Task> _made;

    /// <summary>Makes nothing yet.</summary>
    public SeededFolder() => _made = new Lazy<Task>(MakeAsync);

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(_path, recursive: true);

    /// <summary>Copies a folder with everything in it.</summary>
    internal static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var folder in Directory.EnumerateDirectories(from, "*", SearchOption.AllDirectories))
            Directory.CreateDirectory(Path.Combine(to, Path.GetRelativePath(from, folder)));
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
            File.Copy(file, Path.Combine(to, Path.GetRelativePath(from, file)));
    }

    internal async Task CopyToAsync(string folder)
    {
        await _made.Value;
        Copy(_path, folder);
    }

    private async Task MakeAsync()
    {
        await using var up = AzsregProgram.Start(["up", "--data", _path, "--port-base", "0", "--output", "json"], LocalWorld.Environment);
        await up.LineAsync(text => text.StartsWith('{'), TimeSpan.FromMinutes(5));
        (await up.InterruptAsync(TimeSpan.FromMinutes(5))).ShouldExitWith(0);
    }
}
