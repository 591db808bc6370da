using Azsreg.Hosting;
using Azsreg.Operator;
using Azsreg.Operator.Bundles;
using Azsreg.Operator.Marketplace;

namespace Azsreg.Portal.Marketplace;

/// <summary>
/// What the portal keeps of the marketplace: whose legal terms were accepted, and whose bundles are believed. It is the stamp's and not a
/// person's: what one administrator accepted, under their name, the next is not asked again.
/// </summary>
internal sealed class MarketplaceBooks : IDisposable
{
    public MarketplaceBooks(PortalOptions options, RoleHost host, TimeProvider clock)
    {
        Context = new OperatorContext(DataFolder.Open(Path.Combine(host.Folder.Stamp(options.StampName), "portal")), clock);
        Terms = new LegalTerms(Context);
        Signers = new BundleSigners(Context.Folder, clock);
    }

    public OperatorContext Context { get; }

    public LegalTerms Terms { get; }

    public BundleSigners Signers { get; }

    public void Dispose() => Context.Dispose();
}
