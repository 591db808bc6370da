using Azsreg.Cli.Roles;
using Azsreg.Hosting;
using Azsreg.Protocol;
using Azsreg.Stamp;

namespace Azsreg.Cli.Tests;

/// <summary>The data folder of a stamp that was started once and is stopped; every test works on a copy.</summary>
public sealed class StoppedStamp : IAsyncLifetime
{
    private const string Name = "Lab";
    private static readonly Secret Password = new("Sample-Passw0rd-for-tests");

    private readonly TemporaryFolder _folder = new();

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        var folder = DataFolder.Open(_folder.Path);
        using var authority = LocalCertificateAuthority.LoadOrCreate(folder, TimeProvider.System);
        using var certificate = authority.IssueServerCertificate();
        using var protector = SecretProtector.Open(folder);
        StampSettings.Create(protector, Name, Password, Password).Write(folder, Name);
        await using var stamp = StampRole.Build(
            new StampOptions { Name = Name, CloudAdministratorPassword = Password, AdministratorPassword = Password },
            new RoleHost { Folder = folder, Clock = TimeProvider.System, Certificate = certificate, Trust = [authority.Root] });
        await stamp.StartAsync();
        await stamp.StopAsync();
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    internal void CopyTo(string folder)
    {
        foreach (var directory in Directory.GetDirectories(_folder.Path, "*", SearchOption.AllDirectories))
            Directory.CreateDirectory(Path.Combine(folder, Path.GetRelativePath(_folder.Path, directory)));
        foreach (var file in Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories))
            File.Copy(file, Path.Combine(folder, Path.GetRelativePath(_folder.Path, file)));
    }
}
