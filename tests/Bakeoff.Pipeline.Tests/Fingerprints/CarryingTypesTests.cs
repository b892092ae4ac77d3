namespace Bakeoff.Pipeline.Tests.Fingerprints;

/// <summary>
/// Of this assembly only tables are code that can change a result; all else carries results. A change there must not rerun a training.
/// </summary>
public sealed class CarryingTypesTests : IDisposable
{
    private const string Carrying = """
        using System.Collections.Generic;
        using System.Threading;
        using System.Threading.Tasks;
        using Bakeoff.Pipeline.Fingerprints;
        using Bakeoff.Pipeline.Stages;
        using Bakeoff.Pipeline.Store;
        namespace Sample;
        public sealed class Stage : IStage
        {
            private readonly FileDigestCache _digests = new("digests.json", TimeProvider.System);
            public string Name => "sample";
            public string Description => "A stage that touches all that a stage can touch.";
            public IReadOnlyList<string> Inputs => new[] { "first" };
            public IReadOnlyDictionary<string, string> Parameters => new Dictionary<string, string>();
            public IReadOnlyList<ExternalInput> ExternalInputs => new[] { new ExternalInput("a.zip", _digests.DigestOf("a.zip"), new Dictionary<string, string>()) };
            public IReadOnlyList<Type> CodeRoots => new[] { typeof(Stage) };
            public Task RunAsync(StageContext context, CancellationToken cancellationToken)
            {
                var entry = context.Input("first");
                context.Progress.Report(new StageProgress(1, 2, "clips"));
                foreach (var item in entry.Record.Items()) { context.AddExternalItem(item.Key, item.Value); }
                foreach (var file in entry.Record.Files) { context.AddExternalItem(file.Path, file.Sha256); }
                return entry.FindDamage() is null ? Task.CompletedTask : throw new StageFailedException(Name, new Bakeoff.Options.ErrorDetails(entry.Record.Content.Stage));
            }
        }
        """;

    private const string Table = """
        using Bakeoff.Pipeline.Tables;
        namespace Sample;
        public static class Stage
        {
            private static readonly CsvTable<string> Words = new();
            private static readonly CsvColumn<string> Word = Words.Text("word", word => word);
            public static void Run() => Words.Write("b.csv", Words.Read("a.csv", row => row.Get(Word)));
        }
        """;

    private readonly SampleCompiler _compiler = new();

    public void Dispose() => _compiler.Dispose();

    [Fact]
    public void DigestsFrom_StageThatTouchesAllThatCarries_LeavesThisAssemblyOut() =>
        _compiler.TypesBehind(Carrying).Where(t => t.StartsWith("Bakeoff.Pipeline/", StringComparison.Ordinal)).ShouldBeEmpty("a change in the store or the runner would rerun stages");

    [Fact]
    public void DigestsFrom_StageWithATable_CountsTheTables()
    {
        var types = _compiler.TypesBehind(Table);
        types.ShouldContain("Bakeoff.Pipeline/Bakeoff.Pipeline.Tables.CsvTable`1", "a change in how tables are written changes bytes");
        types.ShouldContain("Bakeoff.Pipeline/Bakeoff.Pipeline.Tables.CsvFiles");
        types.Where(t => t.StartsWith("Bakeoff.Pipeline/", StringComparison.Ordinal)).ShouldAllBe(t => t.Contains(".Tables.") || t.EndsWith("/<Module>"));
    }
}
