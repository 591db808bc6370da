using System.Security.Cryptography;
using System.Text;
using Azsreg.AzureClient;

namespace Azsreg.Operator.Bundles;

/// <summary>A blob an item consists of.</summary>
/// <param name="Product">An item that has it, by whose details its link is renewed.</param>
/// <param name="Link">Its address with a signature, as it stands in the details.</param>
/// <param name="Told">What the blob service tells of it.</param>
internal sealed record ContentSource(string Product, string Link, BlobProperties Told)
{
    /// <summary>The address without the signature: the same blob has the same whatever link leads to it.</summary>
    public string Address => AddressOf(Link);

    /// <summary>A name for files about it.</summary>
    public string Key => KeyOf(Address);

    public static string KeyOf(string address) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(address)).AsSpan(0, 16));

    public static string AddressOf(string link) => new Uri(link).GetLeftPart(UriPartial.Path);

    // A record prints its members, and the link holds the signature.
    public override string ToString() => Address;
}
