using Bakeoff.Cli.Tests.Packaging;
using Bakeoff.Cli.Tests.Platforms;
using Bakeoff.Cli.Tests.Sweeps;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(Bakeoff.Cli.Tests.Running.LongestFirst))]

namespace Bakeoff.Cli.Tests.Running;

/// <summary>Starts the classes that take a minute or more before all others: at the end they would run alone.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] Long =
        [PackageCollection.Name, nameof(ProcessorTests), nameof(ShippedCorporaTests), nameof(ClassifierTests), nameof(SearchTests)];

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderByDescending(collection =>
            Long.Any(name => collection.TestCollectionDisplayName.Contains(name, StringComparison.Ordinal)))];
}
