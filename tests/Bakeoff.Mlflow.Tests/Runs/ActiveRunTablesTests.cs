using System.Text.Json;
using Bakeoff.Mlflow.Entities;
using Bakeoff.Mlflow.Runs;

namespace Bakeoff.Mlflow.Tests.Runs;

/// <summary>Tables, model folders and system metrics in the forms that MLflow's pages know.</summary>
public sealed class ActiveRunTablesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task LogTableAsync_TwoTables_AreWrittenAndNotedInTheRun()
    {
        await using IMlflowStore store = MlflowStore.Open(_folder.Combine("mlruns"));
        await using ActiveRun run = await store.StartRunAsync(new RunOptions());

        await run.LogTableAsync(
            ["clip", "p", "ok"],
            [
                ["a \"ü\".wav", 0.25, true],
                ["b", double.NaN, null],
            ],
            "eval/predictions.json");
        await run.LogTableAsync(
            ["n"],
            [
                [1L],
            ],
            "n.json");
        await run.CompleteAsync();

        (await ReadAsync(store, run.RunId!, "eval/predictions.json")).ShouldBe(
            """{"columns":["clip","p","ok"],"data":[["a \u0022\u00FC\u0022.wav",0.25,true],["b",null,null]]}""");
        (await store.GetRunAsync(run.RunId!))
            .Tags[MlflowTags.LoggedArtifacts]
            .ShouldBe("""[{"path": "eval/predictions.json", "type": "table"}, {"path": "n.json", "type": "table"}]""");
    }

    [Fact]
    public async Task LogTableAsync_RowTooShort_Throws()
    {
        await using IMlflowStore store = MlflowStore.Open(_folder.Combine("mlruns"));
        await using ActiveRun run = await store.StartRunAsync(new RunOptions());

        (
            await Should.ThrowAsync<ArgumentException>(
                run.LogTableAsync(
                    ["a", "b"],
                    [
                        ["x"],
                    ],
                    "t.json"))).Message.ShouldStartWith("a row has 1 cells, expected 2, one for each column. Complete the row.");
        await run.CompleteAsync();
    }

    [Fact]
    public async Task LogModelAsync_Folder_BecomesAModelOnThePage()
    {
        Directory.CreateDirectory(_folder.Combine("built"));
        await File.WriteAllTextAsync(_folder.Combine("built", "model.json"), "{}");
        await using IMlflowStore store = MlflowStore.Open(_folder.Combine("mlruns"));
        await using ActiveRun run = await store.StartRunAsync(new RunOptions());

        await run.LogModelAsync(
            _folder.Combine("built"),
            "model",
            "onnx",
            new Dictionary<string, string>(StringComparer.Ordinal) { ["data"] = "model.onnx" });
        await run.CompleteAsync();

        (await store.ListArtifactsAsync(run.RunId!, "model")).Select(a => a.Path).ShouldBe(["model/MLmodel", "model/model.json"]);
        using var file = JsonDocument.Parse(await ReadAsync(store, run.RunId!, "model/MLmodel"));
        file.RootElement.GetProperty("flavors").GetProperty("onnx").GetProperty("data").GetString().ShouldBe("model.onnx");
        using var history = JsonDocument.Parse((await store.GetRunAsync(run.RunId!)).Tags[MlflowTags.LoggedModels]);
        JsonElement model = history.RootElement.EnumerateArray().ShouldHaveSingleItem();
        model.GetProperty("run_id").GetString().ShouldBe(run.RunId);
        model.GetProperty("artifact_path").GetString().ShouldBe("model");
    }

    [Fact]
    public async Task SystemMetricsInterval_Set_LogsStandardNames()
    {
        await using IMlflowStore store = MlflowStore.Open(_folder.Combine("mlruns"));
        ActiveRun run = await store.StartRunAsync(new RunOptions { SystemMetricsInterval = TimeSpan.FromMilliseconds(20) });
        ActiveRun later = await store.StartRunAsync(
            new RunOptions { SystemMetricsInterval = TimeSpan.FromMilliseconds(20), SystemMetricsStart = TimeSpan.FromMinutes(1) });
        for (int i = 0; i < 500 && (await store.GetRunAsync(run.RunId!)).Metrics.Count == 0; i++)
        {
            await Task.Delay(20);
            await run.FlushAsync();
        }

        await run.CompleteAsync();
        await later.CompleteAsync();

        (await store.GetRunAsync(later.RunId!)).Metrics.ShouldBeEmpty("it was shorter than a minute");
        Run read = await store.GetRunAsync(run.RunId!);
        read.Metrics["system/system_memory_usage_percentage"].Value.ShouldBeInRange(0, 100);
        read.Metrics["system/disk_usage_percentage"].Value.ShouldBeInRange(0, 100);
        read.Metrics.Keys.ShouldAllBe(key => key.StartsWith("system/", StringComparison.Ordinal));
    }

    public void Dispose() => _folder.Dispose();

    private static async Task<string> ReadAsync(IMlflowStore store, string runId, string path)
    {
        using var reader = new StreamReader(await store.OpenArtifactAsync(runId, path));
        return await reader.ReadToEndAsync();
    }
}
