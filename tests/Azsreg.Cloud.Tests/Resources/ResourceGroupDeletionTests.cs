using Azsreg.ArmServer;
using Azsreg.Cloud.Resources;
using Azsreg.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Azsreg.Cloud.Tests.Resources;

public sealed class ResourceGroupDeletionTests : IDisposable
{
    private const string Subscription = "8f2a0000-0000-4000-8000-000000000a90";
    private readonly string _path = Path.Combine(Path.GetTempPath(), "azsreg-cloud-" + Path.GetRandomFileName());

    [Fact]
    public async Task Start_WithADeletionAccepted_DoesIt()
    {
        var folder = DataFolder.Open(_path);
        using var authority = LocalCertificateAuthority.LoadOrCreate(folder, TimeProvider.System);
        // The first never starts: as if it had been killed after it accepted the deletion.
        await using (var killed = Build(folder, authority))
        {
            await killed.Services.PrepareCloudAsync();
            var group = new ResourceGroup(Subscription, "azurestack", "westcentralus");
            var store = killed.Services.GetRequiredService<ResourceGroupStore>();
            await store.SaveAsync(group);
            await SqlScripts.ApplyAsync(
                killed.Services.GetRequiredService<SqlDatabase>(), typeof(ArmOperations).Assembly, "Azsreg.ArmServer.Operations.Sql");
            await killed.Services.GetRequiredService<ArmOperations>().StartAsync(
                Subscription, ResourceGroupDeletion.OperationKind, group.Name, default,
                (connection, transaction) => store.MarkDeletingAsync(connection, transaction, group));
        }

        await using var next = Build(folder, authority);
        await next.StartAsync();
        var groups = next.Services.GetRequiredService<ResourceGroupStore>();
        while (await groups.FindAsync(Subscription, "azurestack") is { } group)
        {
            group.IsDeleting.ShouldBeTrue();
            await Task.Yield();
        }

        // It has yet to note the end of the operation, in the folder that is deleted next.
        await next.StopAsync();
    }

    [Fact]
    public async Task Run_MemoryOlderThanTheMark_DeletesTheGroup()
    {
        var folder = DataFolder.Open(_path);
        using var authority = LocalCertificateAuthority.LoadOrCreate(folder, TimeProvider.System);
        await using var cloud = Build(folder, authority);
        await cloud.Services.PrepareCloudAsync();
        await cloud.StartAsync();
        var groups = cloud.Services.GetRequiredService<ResourceGroupStore>();
        var group = new ResourceGroup(Subscription, "azurestack", "westcentralus");
        await groups.SaveAsync(group);
        (await groups.FindAsync(Subscription, group.Name)).ShouldNotBeNull().IsDeleting.ShouldBeFalse();

        var operations = cloud.Services.GetRequiredService<ArmOperations>();
        var operation = await operations.StartAsync(
            Subscription, ResourceGroupDeletion.OperationKind, group.Name, default,
            (connection, transaction) => groups.MarkDeletingAsync(connection, transaction, group));
        while ((await operations.FindAsync(Subscription, operation.Id, default))!.Status == ArmOperationStatus.Running)
            await Task.Yield();

        (await groups.FindAsync(Subscription, group.Name)).ShouldBeNull();
        await cloud.StopAsync();
    }

    public void Dispose() => System.IO.Directory.Delete(_path, recursive: true);

    private static WebApplication Build(DataFolder folder, LocalCertificateAuthority authority) => CloudRole.Build(
        new CloudOptions(),
        new RoleHost { Folder = folder, Clock = TimeProvider.System, Certificate = authority.IssueServerCertificate() });
}
