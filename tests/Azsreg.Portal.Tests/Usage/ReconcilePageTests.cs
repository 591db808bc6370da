using System.Net;
using Azsreg.Portal.Tests.Registration;

namespace Azsreg.Portal.Tests.Usage;

/// <summary>The comparison with commerce, over real sockets to a stamp and an Azure side.</summary>
public sealed class ReconcilePageTests(RegistrationWorld world) : IClassFixture<RegistrationWorld>
{
    private const string Page = "/usage/reconcile";

    [Fact]
    public async Task Reconcile_NobodyAtAzure_AsksForAnAccountAndComparesNothing()
    {
        using var visitor = await world.SignInAsync();

        await visitor.GetAsync(world.At(Page + "?run=1"));

        visitor.Status.ShouldBe(HttpStatusCode.OK);
        visitor.Text.ShouldContain("Commerce tells a subscription's usage to people who may read that subscription");
        visitor.Page.ShouldNotContain("id=\"reconcile\"");
        await visitor.GetAsync(world.At(Page + "/result"));
        visitor.Text.ShouldContain("AZR8011");
    }

    [Fact]
    public async Task Reconcile_ReaderSignedInAtAzure_SeesBothSidesAndStillChangesNothing()
    {
        using var visitor = await world.SignInAsync(RegistrationWorld.Reader);
        await world.SignInAtAzureAsync(visitor, Page, "name=\"run\"");

        await visitor.GetAsync(world.At(Page + "/plain?days=7"));

        visitor.Status.ShouldBe(HttpStatusCode.OK, visitor.Text);
        visitor.Text.ShouldContain("Equal to the last unit");
        await visitor.PostAsync(world.At("/registration/run"), ("do", "register"));
        visitor.Status.ShouldBe(HttpStatusCode.Forbidden);
    }
}
