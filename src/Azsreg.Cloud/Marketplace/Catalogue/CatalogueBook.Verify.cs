using Azsreg.Cloud.Blobs;
using Dapper;

namespace Azsreg.Cloud.Marketplace;

/// <content>Verifying.</content>
public sealed partial class CatalogueBook
{
    /// <summary>Reads all content again and compares every hash; names what is needed and gone.</summary>
    /// <param name="repair">Forgets damaged files of the sample, which are then made anew.</param>
    /// <param name="progress">Told the bytes as they are read.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    public async Task<CatalogueReport> VerifyAsync(
        bool repair = false, IProgress<CatalogueProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        using var held = repair ? Take() : null;
        IReadOnlyList<CatalogueProduct> products;
        IReadOnlyList<ProductFile> files;
        await using (var connection = await _database.OpenAsync(cancellationToken))
        {
            products = await ProductStore.ReadAllAsync(connection, null);
            files = await ProductContent.ReadAllAsync(connection, null);
        }

        var names = products.ToDictionary(product => product.Key);
        var contents = files.GroupBy(file => (file.Container, file.Content)).ToList();
        var total = contents.Sum(content => content.Key.Content.Length);
        var (done, damaged, repairable) = (0L, new List<string>(), new HashSet<string>());
        foreach (var uses in contents)
        {
            progress?.Report(new CatalogueProgress(uses.First().Name, done, total));
            if (await _blobs.FindDamageAsync(uses.Key.Container, uses.Key.Content, cancellationToken) is { } damage)
            {
                if (repair && uses.All(file => names[file.ProductKey].Origin == CatalogueProduct.FromSample))
                    repairable.UnionWith(uses.Select(file => file.ProductKey));
                else
                    damaged.Add($"{string.Join(", ", uses.Select(file => $"{names[file.ProductKey].Name}/{file.Name}"))}: {damage}.");
            }

            done += uses.Key.Content.Length;
        }

        await _database.TransactAsync(
            (connection, transaction) => connection.ExecuteAsync(
                "delete from marketplace_files where product_key = @key", repairable.Select(key => new { key }), transaction),
            cancellationToken);

        var listed = products.SelectMany(product => new[] { product.Key, product.FamilyKey }).ToHashSet();
        var missing = NeedsOf(products).Where(need => !listed.Contains(need.Key)).Select(need => $"{need.By.Name} needs {need.Name}, which is not listed.").ToList();
        return new CatalogueReport(files.Count, total, damaged, missing, [.. repairable.Select(key => names[key].Name)]);
    }
}
