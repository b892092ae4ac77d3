using System.Text;
using System.Text.Json.Nodes;
using Bakeoff.Mlflow.Entities;
using Bakeoff.Mlflow.Runs;

namespace Bakeoff.Mlflow.Tests;

// Folders of artifacts, documents, tags of experiments, parents, and the check before long work.
public abstract partial class StoreContract
{
    [Fact]
    public async Task Check_UsableStore_HasNoProblem()
    {
        StoreCheck check = await Store.CheckAsync(TimeSpan.FromSeconds(30));

        check.Problem.ShouldBeNull();
        check.IsUsable.ShouldBeTrue();
    }

    [Fact]
    public async Task ExperimentTag_Delete_RemovesItOrSaysThatMlflow2Cannot()
    {
        string id = await Store.CreateExperimentAsync(new NewExperiment { Name = Name("tags"), Tags = [new("team", "blau")] });
        try
        {
            await Store.DeleteExperimentTagAsync(id, "team");
            await Store.DeleteExperimentTagAsync(id, "team");
        }
        catch (MlflowException exception)
        {
            exception.ErrorCode.ShouldBe(MlflowErrorCodes.NotImplemented);
            exception.Message.ShouldContain("tags of experiments cannot be deleted, expected a server of MLflow 3. Update the server.");
            return;
        }

        (await Store.GetExperimentAsync(id)).Tags.Keys.ShouldNotContain("team");
    }

    [Fact]
    public async Task GetParentRun_ChildAndRoot_ReturnsParentOrNull()
    {
        Run parent = await StartAsync();
        Run child = await Store.CreateRunAsync(
            new NewRun { ExperimentId = parent.Info.ExperimentId, Tags = [new(MlflowTags.ParentRunId, parent.Info.RunId)] });

        (await Store.GetParentRunAsync(child.Info.RunId))!.Info.RunId.ShouldBe(parent.Info.RunId);
        (await Store.GetParentRunAsync(parent.Info.RunId)).ShouldBeNull();
    }

    [Fact]
    public async Task Artifacts_UploadAndDownloadFolders_GiveTheSameFiles()
    {
        Run run = await StartAsync();
        string source = Folder.Combine("source");
        Directory.CreateDirectory(Path.Combine(source, "a", "b"));
        await File.WriteAllTextAsync(Path.Combine(source, "top.txt"), "top");
        await File.WriteAllTextAsync(Path.Combine(source, "a", "b", "deep.txt"), "deep");

        (await Store.UploadArtifactsAsync(run.Info.RunId, source, "model")).ShouldBe(["model/a/b/deep.txt", "model/top.txt"]);
        IReadOnlyList<string> files = await Store.DownloadArtifactsAsync(run.Info.RunId, "model", Folder.Combine("down"));

        files.ShouldBe([Folder.Combine("down", "model", "a", "b", "deep.txt"), Folder.Combine("down", "model", "top.txt")]);
        (await File.ReadAllTextAsync(files[0])).ShouldBe("deep");
        (await Store.DownloadArtifactsAsync(run.Info.RunId, "model/top.txt", Folder.Combine("one"))).ShouldBe([
            Folder.Combine("one", "model", "top.txt"),
        ]);
        (await Store.DownloadArtifactsAsync(run.Info.RunId, null, Folder.Combine("all"))).Count.ShouldBe(2);
        var download = Store.DownloadArtifactsAsync(run.Info.RunId, "none", Folder.Combine("none"));
        (await Should.ThrowAsync<MlflowException>(download)).ErrorCode.ShouldBe(MlflowErrorCodes.ResourceDoesNotExist);
    }

    [Fact]
    public async Task Documents_LoggedByARun_AreReadBack()
    {
        string runId = "";
        await Store.RunAsync(new RunOptions { ExperimentName = Name("documents"), EndOnSignals = false }, async run =>
        {
            await run.LogTableAsync(
                ["file", "uar", "is_right"],
                [
                    ["a.wav", 0.5, true],
                    ["b.wav", 1, null],
                ],
                "tables/predictions.json");
            await run.LogDictionaryAsync(new JsonObject { ["units"] = 128, ["label"] = "Ärger" }, "config.json");
            await run.LogFigureAsync(async (stream, token) => await stream.WriteAsync("<svg/>"u8.ToArray(), token), "figures/loss.svg");
            await run.LogImageAsync(new byte[] { 137, 80, 78, 71 }, "mel/spectrogram", step: 2);
            await run.FlushAsync();
            runId = run.RunId!;
        });

        ArtifactTable table = await Store.LoadTableAsync(runId, "tables/predictions.json");
        table.Columns.ShouldBe(["file", "uar", "is_right"]);
        table.Rows[0].ShouldBe(["a.wav", 0.5, true]);
        table.Rows[1].ShouldBe(["b.wav", 1L, null]);
        JsonNode? config = await Store.LoadDictionaryAsync(runId, "config.json");
        ((int)config!["units"]!).ShouldBe(128);
        (await Store.LoadTextAsync(runId, "config.json")).ShouldBe("{\n  \"units\": 128,\n  \"label\": \"Ärger\"\n}\n");
        (await Store.LoadTextAsync(runId, "figures/loss.svg")).ShouldBe("<svg/>");
        IReadOnlyList<ArtifactEntry> images = await Store.ListArtifactsAsync(runId, "images");
        images.Count.ShouldBe(2);
        images.ShouldAllBe(image =>
            image.Path.StartsWith("images/mel~spectrogram+step+2+timestamp+", StringComparison.Ordinal) && image.SizeBytes == 4);
        images.ShouldContain(image => image.Path.EndsWith("+compressed.webp", StringComparison.Ordinal));
        (await Store.GetRunAsync(runId)).Tags[MlflowTags.LoggedImages].ShouldBe("True");
        (await Should.ThrowAsync<MlflowException>(Store.LoadTableAsync(runId, "config.json"))).Message.ShouldContain(
            "expected a table with 'columns' and 'data'");
        (await Should.ThrowAsync<MlflowException>(Store.LoadDictionaryAsync(runId, "figures/loss.svg"))).Message.ShouldContain(
            "expected JSON. Open it as a file instead.");
    }
}
