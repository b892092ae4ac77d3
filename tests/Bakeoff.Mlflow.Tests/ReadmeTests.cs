using System.Text.RegularExpressions;
using Bakeoff.Mlflow;
using Bakeoff.Mlflow.Runs;

namespace Bakeoff.Mlflow.Tests;

/// <summary>The sample of the package's README, line for line, and that it is the one printed there.</summary>
public sealed partial class ReadmeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Readme_Sample_RunsAsPrinted()
    {
        string trackingUri = _folder.Combine("mlruns");

        // sample
        await using var store = MlflowStore.Open(trackingUri);
        await store.RunAsync(new RunOptions { ExperimentName = "demo" }, async run =>
        {
            run.LogParameter("learning_rate", "0.001");
            for (int epoch = 1; epoch <= 10; epoch++) run.LogMetric("loss", 1.0 / epoch, step: epoch);
            await run.LogTextAsync("It works.", "notes.txt");
        });
        // end

        var experiment = await store.FindExperimentAsync("demo");
        var runs = await store.SearchRunsAsync(new() { ExperimentIds = [experiment!.ExperimentId] }).ToListAsync();
        runs.ShouldHaveSingleItem().Metrics["loss"].Value.ShouldBe(0.1);
    }

    [Fact]
    public void Readme_Sample_IsTheTestedOne()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Bakeoff.slnx")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        Assert.SkipWhen(folder is null, "The tests run outside the repository, so the README is not at hand.");
        string readme = File.ReadAllText(Path.Combine(folder!, "src", "Bakeoff.Mlflow", "README.md"));
        string test = File.ReadAllText(Path.Combine(folder!, "tests", "Bakeoff.Mlflow.Tests", "ReadmeTests.cs"));
        string printed = CodeBlock().Match(readme).Groups["code"].Value;
        string tested = test[(test.IndexOf("// sample", StringComparison.Ordinal) + 9)..test.IndexOf("// end", StringComparison.Ordinal)];

        Lines(printed).Where(line => !line.StartsWith("using Bakeoff", StringComparison.Ordinal)).ShouldBe(Lines(tested));
    }

    public void Dispose() => _folder.Dispose();

    private static string[] Lines(string code) => [.. code.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0)];

    [GeneratedRegex("```csharp\n(?<code>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex CodeBlock();
}
