using System.Text.Json.Nodes;
using Bakeoff.Mlflow.Entities;
using Bakeoff.Mlflow.Models;
using Bakeoff.Mlflow.Registering;

namespace Bakeoff.Mlflow.Tests;

// The model registry and logged models.
public abstract partial class StoreContract
{
    [Fact]
    public async Task RegisteredModel_RenameUpdateTagDelete_IsStored()
    {
        string name = Name("old");
        string newName = Name("new");
        await Store.CreateRegisteredModelAsync(name, "first", [new("team", "blau")]);
        await Store.CreateModelVersionAsync(await NewVersionAsync(name));
        await Store.SetAliasAsync(name, "candidate", 1);
        await Store.SetRegisteredModelTagAsync(name, "corpus", "tess");
        await Store.DeleteRegisteredModelTagAsync(name, "team");
        await Store.DeleteRegisteredModelTagAsync(name, "team");
        await Store.UpdateRegisteredModelAsync(name, "second");

        await Store.RenameRegisteredModelAsync(name, newName);

        (await Store.FindRegisteredModelAsync(name)).ShouldBeNull();
        RegisteredModel renamed = (await Store.FindRegisteredModelAsync(newName))!;
        renamed.Description.ShouldBe("second");
        renamed.Tags["corpus"].ShouldBe("tess");
        renamed.Tags.Keys.ShouldNotContain("team");
        renamed.CreationTime.ShouldNotBeNull();
        renamed.LastUpdateTime.ShouldNotBeNull();
        renamed.LatestVersions.ShouldHaveSingleItem().Name.ShouldBe(newName);
        (await Store.GetModelVersionAsync(newName, 1)).Name.ShouldBe(newName);
        await Store.CreateRegisteredModelAsync(name);
        (await Should.ThrowAsync<MlflowException>(Store.RenameRegisteredModelAsync(name, newName))).ErrorCode.ShouldBe(
            MlflowErrorCodes.ResourceAlreadyExists);

        await Store.DeleteRegisteredModelAsync(name);

        (await Store.FindRegisteredModelAsync(name)).ShouldBeNull();
        (await Should.ThrowAsync<MlflowException>(Store.DeleteRegisteredModelAsync(name))).ErrorCode.ShouldBe(
            MlflowErrorCodes.ResourceDoesNotExist);
    }

    [Fact]
    public async Task SearchRegisteredModels_FilterAndOrder_ReturnsMatches()
    {
        foreach (string letter in (string[])["a", "b", "c"])
        {
            await Store.CreateRegisteredModelAsync(Name($"search-{letter}"), tags: [new("kind", letter == "b" ? "svm" : "lstm")]);
        }

        var query = new RegistryQuery
        {
            Filter = $"name LIKE 'search-%{_suffix}' AND tags.kind = 'lstm'",
            OrderBy = ["name DESC"],
            PageSize = 1,
        };
        List<RegisteredModel> found = await Store.SearchRegisteredModelsAsync(query).ToListAsync();

        found.Select(model => model.Name).ShouldBe([Name("search-c"), Name("search-a")]);
    }

    [Fact]
    public async Task ModelVersion_UpdateTagDelete_IsStoredAndItsNumberIsNotUsedAgain()
    {
        string name = Name("versions");
        await Store.CreateRegisteredModelAsync(name);
        NewModelVersion content = await NewVersionAsync(name);
        for (int i = 0; i < 3; i++)
        {
            await Store.CreateModelVersionAsync(content);
        }

        await Store.UpdateModelVersionAsync(name, 2, "better");
        await Store.SetModelVersionTagAsync(name, 2, "test_uar", "0.9");
        await Store.SetModelVersionTagAsync(name, 2, "test_uar", "0.91");
        await Store.SetModelVersionTagAsync(name, 2, "seed", "7");
        await Store.DeleteModelVersionTagAsync(name, 2, "seed");
        await Store.DeleteModelVersionTagAsync(name, 2, "seed");
        await Store.SetAliasAsync(name, "candidate", 3);

        ModelVersion second = await Store.GetModelVersionAsync(name, 2);
        second.Description.ShouldBe("better");
        second.Tags["test_uar"].ShouldBe("0.91");
        second.Tags.Keys.ShouldNotContain("seed");
        second.Status.ShouldBe(ModelVersionStatus.Ready);
        second.CreationTime.ShouldNotBeNull();
        second.RunId.ShouldBe(content.RunId);
        (await Store.GetModelVersionAsync(name, 3)).Aliases.ShouldBe(["candidate"]);

        await Store.DeleteModelVersionAsync(name, 3);

        (await Should.ThrowAsync<MlflowException>(Store.GetModelVersionAsync(name, 3))).ErrorCode.ShouldBe(
            MlflowErrorCodes.ResourceDoesNotExist);
        (await Should.ThrowAsync<MlflowException>(Store.DeleteModelVersionAsync(name, 3))).ErrorCode.ShouldBe(
            MlflowErrorCodes.ResourceDoesNotExist);
        (await Store.FindAliasAsync(name, "candidate")).ShouldBeNull();
        (await Store.ListModelVersionsAsync(name).ToListAsync()).Select(version => version.Version).ShouldBe([2, 1]);
    }

    [Fact]
    public async Task SearchModelVersions_ByRun_ReturnsItsVersions()
    {
        string name = Name("byrun");
        await Store.CreateRegisteredModelAsync(name);
        NewModelVersion first = await NewVersionAsync(name);
        NewModelVersion second = await NewVersionAsync(name);
        await Store.CreateModelVersionAsync(first);
        await Store.CreateModelVersionAsync(second);
        await Store.CreateModelVersionAsync(second);

        List<ModelVersion> found = await Store
            .SearchModelVersionsAsync(new RegistryQuery { Filter = $"run_id = '{second.RunId}'", OrderBy = ["version_number ASC"] })
            .ToListAsync();

        found.Select(version => version.Version).ShouldBe([2, 3]);
    }

    [Fact]
    public async Task TransitionStage_ArchiveOthers_LeavesOneInProduction()
    {
        string name = Name("stages");
        await Store.CreateRegisteredModelAsync(name);
        NewModelVersion content = await NewVersionAsync(name);
        for (int i = 0; i < 3; i++)
        {
            await Store.CreateModelVersionAsync(content);
        }

        await Store.TransitionModelVersionStageAsync(name, 1, ModelStage.Production);
        ModelVersion second = await Store.TransitionModelVersionStageAsync(name, 2, ModelStage.Production, archiveOthers: true);

        second.Stage.ShouldBe(ModelStage.Production);
        (await Store.GetModelVersionAsync(name, 1)).Stage.ShouldBe(ModelStage.Archived);
        (await Store.GetLatestVersionsAsync(name))
            .Select(v => (v.Stage, v.Version))
            .ShouldBe([(ModelStage.None, 3), (ModelStage.Production, 2), (ModelStage.Archived, 1)]);
        (await Store.GetLatestVersionsAsync(name, [ModelStage.Production])).ShouldHaveSingleItem().Version.ShouldBe(2);
        await Should.ThrowAsync<ArgumentException>(async () =>
            await Store.TransitionModelVersionStageAsync(name, 3, ModelStage.None, archiveOthers: true));
    }

    [Fact]
    public async Task CopyModelVersion_ToNewModel_KeepsFilesAndTags()
    {
        string name = Name("source");
        await Store.CreateRegisteredModelAsync(name);
        NewModelVersion content = await NewVersionAsync(name) with { Description = "good", Tags = [new("test_uar", "0.9")] };
        await Store.CreateModelVersionAsync(content);

        ModelVersion copy = await Store.CopyModelVersionAsync(name, 1, Name("target"));
        ModelVersion again = await Store.CopyModelVersionAsync(name, 1, Name("target"));

        (copy.Version, again.Version).ShouldBe((1, 2));
        copy.Name.ShouldBe(Name("target"));
        copy.Source.ShouldBe($"models:/{name}/1");
        copy.Description.ShouldBe("good");
        copy.Tags["test_uar"].ShouldBe("0.9");
        copy.RunId.ShouldBe(content.RunId);
        string uri = await Store.GetModelVersionDownloadUriAsync(Name("target"), 1);
        uri.ShouldBe(await Store.GetModelVersionDownloadUriAsync(name, 1));
        uri.ShouldEndWith("/model");
    }

    [Fact]
    public async Task LoggedModel_CreateSearchTagFilesDelete_IsStoredOrRefused()
    {
        Run run = await StartAsync();
        var content = new NewLoggedModel
        {
            ExperimentId = run.Info.ExperimentId,
            Name = "lstm",
            Parameters = [new("units", "128")],
            Tags = [new("a", "1")],
        };
        var query = new LoggedModelQuery { ExperimentIds = [run.Info.ExperimentId], OrderBy = ["creation_timestamp DESC"] };
        if (!await Store.SupportsLoggedModelsAsync())
        {
            (await Should.ThrowAsync<MlflowException>(Store.CreateLoggedModelAsync(content))).ErrorCode.ShouldBe(
                MlflowErrorCodes.NotImplemented);
            (await Should.ThrowAsync<MlflowException>(Store.SearchLoggedModelsAsync(query).ToListAsync().AsTask())).ErrorCode.ShouldBe(
                MlflowErrorCodes.NotImplemented);
            (await Should.ThrowAsync<MlflowException>(Store.SetLoggedModelTagsAsync("m-" + new string('0', 32), []))).ErrorCode.ShouldBe(
                MlflowErrorCodes.NotImplemented);
            return;
        }

        LoggedModel model = await Store.CreateLoggedModelAsync(content);
        await Store.WriteLoggedModelFileAsync(model, "data/weights.bin", new MemoryStream([1, 2, 3]));
        await Store.SetLoggedModelTagsAsync(model.ModelId, [new("a", "2"), new("b", "3")]);
        await Store.DeleteLoggedModelTagAsync(model.ModelId, "b");
        await Store.FinishLoggedModelAsync(model.ModelId, isReady: true);
        await Store.LogModelOutputAsync(run.Info.RunId, model.ModelId, step: 3);

        LoggedModel read = (await Store.SearchLoggedModelsAsync(query).ToListAsync()).ShouldHaveSingleItem();
        read.ModelId.ShouldBe(model.ModelId);
        read.Status.ShouldBe(LoggedModelStatus.Ready);
        read.CreationTime.ShouldNotBeNull();
        read.Parameters["units"].ShouldBe("128");
        read.Tags["a"].ShouldBe("2");
        read.Tags.Keys.ShouldNotContain("b");
        (await Store.ListLoggedModelFilesAsync(model.ModelId)).ShouldBe([new ArtifactEntry("data", IsFolder: true, 0)]);
        (await Store.ListLoggedModelFilesAsync(model.ModelId, "data")).ShouldBe([
            new ArtifactEntry("data/weights.bin", IsFolder: false, 3),
        ]);
        await using (Stream file = await Store.OpenLoggedModelFileAsync(model, "data/weights.bin"))
        {
            file.ReadByte().ShouldBe(1);
        }

        (await Store.GetRunAsync(run.Info.RunId)).Outputs.ShouldBe([new ModelOutput(model.ModelId, 3)]);
        await Store.DeleteLoggedModelAsync(model.ModelId);
        (await Store.SearchLoggedModelsAsync(query).ToListAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task RegisterIfBetter_FolderOnDisk_IsTheVersionsModelAndTheRunIsRegisteredOnce()
    {
        string folder = Folder.Combine("onnx");
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, "model.onnx"), "weights");
        Run run = await StartAsync();
        await Store.LogBatchAsync(
            run.Info.RunId,
            new RunBatch
            {
                Metrics = [new Metric("test/UAR", 0.8, Now, 0), new Metric("system/cpu", 5, Now, 0)],
                Parameters = [new("units", "128")],
                Tags = [new(MlflowTags.Note, "**Test UAR 0.8**"), new(MlflowTags.LoggedModels, "[{\"artifact_path\":\"other\"}]")],
            });
        var request = new RegistrationRequest
        {
            ModelName = Name("ser.tess"),
            RunId = run.Info.RunId,
            ArtifactPath = "export",
            Metric = "test/UAR",
            Folder = folder,
            Model = new ModelDescription { Flavors = new Dictionary<string, JsonObject> { ["onnx"] = new() { ["data"] = "model.onnx" } } },
        };

        RegistrationResult first = await Store.RegisterIfBetterAsync(request);

        first.Version.ShouldBe(1);
        RegistrationResult again = await Store.RegisterIfBetterAsync(request);
        again.Version.ShouldBe(1);
        again.WasRegistered.ShouldBeTrue();
        again.Reason.ShouldStartWith($"Registered before as {request.ModelName} version 1: test/UAR is 0.8, ");
        await Store.DeleteAliasAsync(request.ModelName, "candidate");
        (await Store.RegisterIfBetterAsync(request)).ShouldBe(first with { WasRegistered = true });
        (await Store.FindAliasAsync(request.ModelName, "candidate"))!.Version.ShouldBe(1);
        ModelVersion version = (await Store.ListModelVersionsAsync(request.ModelName).ToListAsync()).ShouldHaveSingleItem();
        version.Description.ShouldBe("**Test UAR 0.8**");
        version.Tags["test/UAR"].ShouldBe("0.8");
        run = await Store.GetRunAsync(run.Info.RunId);
        if (await Store.SupportsLoggedModelsAsync())
        {
            LoggedModel model = await Store.GetLoggedModelAsync(version.ModelId!);
            version.Source.ShouldBe($"models:/{model.ModelId}");
            model.Name.ShouldBe(request.ModelName.Replace('.', '_'));
            model.Status.ShouldBe(LoggedModelStatus.Ready);
            model.Parameters["units"].ShouldBe("128");
            model.Metrics.ShouldHaveSingleItem().Value.ShouldBe(0.8);
            run.Outputs.ShouldHaveSingleItem().ModelId.ShouldBe(model.ModelId);
            (await Store.ListLoggedModelFilesAsync(model.ModelId)).Select(file => file.Path).ShouldBe(["MLmodel", "model.onnx"]);
            await using Stream content = await Store.OpenLoggedModelFileAsync(model, "MLmodel");
            (await JsonNode.ParseAsync(content))!["model_id"]!.GetValue<string>().ShouldBe(model.ModelId);
        }
        else
        {
            version.ModelId.ShouldBeNull();
            version.Source.ShouldBe(run.Info.ArtifactUri + "/export");
            run.Tags[MlflowTags.LoggedModels].ShouldStartWith("[{\"artifact_path\":\"other\"}, {\"run_id\":");
            (await Store.LoadTextAsync(run.Info.RunId, "export/model.onnx")).ShouldBe("weights");
            JsonNode description = (await Store.LoadDictionaryAsync(run.Info.RunId, "export/MLmodel"))!;
            description["run_id"]!.GetValue<string>().ShouldBe(run.Info.RunId);
            description["artifact_path"]!.GetValue<string>().ShouldBe("export");
        }
    }

    private async Task<NewModelVersion> NewVersionAsync(string name)
    {
        Run run = await StartAsync();
        await Store.WriteArtifactAsync(run.Info.RunId, "model/MLmodel", new MemoryStream("flavors: {}"u8.ToArray()));
        return new NewModelVersion
        {
            Name = name,
            Source = run.Info.ArtifactUri + "/model",
            RunId = run.Info.RunId,
        };
    }
}
