namespace Bakeoff.Cli.Tests.Packaging;

/// <summary>Tests that share one packing.</summary>
[CollectionDefinition(Name)]
public sealed class PackageCollection : ICollectionFixture<PackageFeed>
{
    public const string Name = "packages";
}
