using System.Globalization;
using System.Text;
using Bakeoff.Mlflow.Entities;
using Bakeoff.Mlflow.Runs;

namespace Bakeoff.Mlflow.Tests;

/// <summary>
/// Behaviour of every store, tested with a file store, a strict server in this process, and a real server if one is given.
/// </summary>
public abstract partial class StoreContract : IAsyncLifetime
{
    private readonly string _suffix = Guid.NewGuid().ToString("N");

    private protected TemporaryFolder Folder { get; } = new();

    private protected IMlflowStore Store { get; private set; } = null!;

    private protected static long Now => TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();

    public async ValueTask InitializeAsync() => Store = await OpenAsync();

    public virtual async ValueTask DisposeAsync()
    {
        if (Store is not null)
        {
            await Store.DisposeAsync();
        }

        Folder.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Experiment_CreateTagRenameDeleteRestore_IsStored()
    {
        string id = await Store.CreateExperimentAsync(new NewExperiment { Name = Name("ser ü"), Tags = [new("team", "blau")] });
        await Store.SetExperimentTagAsync(id, MlflowTags.PrimaryMetric, "test_uar");
        await Store.RenameExperimentAsync(id, Name("ser 2"));

        Experiment? found = await Store.FindExperimentAsync(Name("ser 2"));
        found.ShouldNotBeNull();
        found.ExperimentId.ShouldBe(id);
        found.Tags["team"].ShouldBe("blau");
        found.Tags[MlflowTags.PrimaryMetric].ShouldBe("test_uar");
        found.LifecycleStage.ShouldBe(LifecycleStage.Active);
        (await Store.FindExperimentAsync(Name("ser ü"))).ShouldBeNull();

        await Store.DeleteExperimentAsync(id);
        (await Store.GetExperimentAsync(id)).LifecycleStage.ShouldBe(LifecycleStage.Deleted);
        (await Should.ThrowAsync<MlflowException>(Store.GetOrCreateExperimentAsync(Name("ser 2")))).ShouldSatisfyAllConditions(
            thrown => thrown.ErrorCode.ShouldBe(MlflowErrorCodes.InvalidState),
            thrown => thrown.Message.ShouldEndWith(
                $"experiment '{Name("ser 2")}' is deleted, expected an active one. Ask for it to be restored, or choose another name."));
        (await Store.GetOrCreateExperimentAsync(Name("ser 2"), restoreDeleted: true)).ShouldSatisfyAllConditions(
            e => e.ExperimentId.ShouldBe(id),
            e => e.LifecycleStage.ShouldBe(LifecycleStage.Active));
        (await Store.GetExperimentAsync(id)).LifecycleStage.ShouldBe(LifecycleStage.Active);
    }

    [Fact]
    public async Task CreateExperiment_NameTaken_ThrowsAlreadyExists()
    {
        await Store.CreateExperimentAsync(new NewExperiment { Name = Name("a") });

        var thrown = await Should.ThrowAsync<MlflowException>(Store.CreateExperimentAsync(new NewExperiment { Name = Name("a") }));

        thrown.ErrorCode.ShouldBe(MlflowErrorCodes.ResourceAlreadyExists);
        thrown.IsTransient.ShouldBeFalse();
    }

    [Fact]
    public async Task SearchExperiments_SeveralPages_ReturnsAll()
    {
        for (int i = 0; i < 7; i++)
        {
            await Store.CreateExperimentAsync(new NewExperiment { Name = Name($"page{i}") });
        }

        List<Experiment> found = await Store
            .SearchExperimentsAsync(new ExperimentQuery { Filter = $"name LIKE 'page%{_suffix}'", PageSize = 3 })
            .ToListAsync();

        found.Select(e => e.Name).Order(StringComparer.Ordinal).ShouldBe(Enumerable.Range(0, 7).Select(i => Name($"page{i}")));
    }

    [Fact]
    public async Task Run_CreateAndUpdate_IsStored()
    {
        Experiment experiment = await Store.GetOrCreateExperimentAsync(Name("e"));
        var start = DateTimeOffset.FromUnixTimeMilliseconds(1_750_000_000_123);

        Run created = await Store.CreateRunAsync(
            new NewRun
            {
                ExperimentId = experiment.ExperimentId,
                Name = "lstm",
                UserId = "eva",
                StartTime = start,
                ClientKey = "k1",
                Tags = [new("a/b", "x\ny")],
            });
        await Store.UpdateRunAsync(
            created.Info.RunId,
            new RunUpdate
            {
                Status = RunStatus.Finished,
                EndTime = start.AddSeconds(5),
                Name = "renamed",
            });

        Run read = await Store.GetRunAsync(created.Info.RunId);
        read.Info.ShouldSatisfyAllConditions(
            i => i.ExperimentId.ShouldBe(experiment.ExperimentId),
            i => i.Status.ShouldBe(RunStatus.Finished),
            i => i.StartTime.ShouldBe(start),
            i => i.EndTime.ShouldBe(start.AddSeconds(5)),
            i => i.Name.ShouldBe("renamed"),
            i => i.LifecycleStage.ShouldBe(LifecycleStage.Active));
        read.Tags["a/b"].ShouldBe("x\ny");
        read.Tags[MlflowTags.RunName].ShouldBe("renamed");
        (await Store.FindRunByClientKeyAsync(experiment.ExperimentId, "k1"))!.Info.RunId.ShouldBe(created.Info.RunId);
        (await Store.FindRunByClientKeyAsync(experiment.ExperimentId, "k2")).ShouldBeNull();
    }

    [Fact]
    public async Task Run_DeleteAndRestore_IsStored()
    {
        Run run = await StartAsync();
        await Store.DeleteRunAsync(run.Info.RunId);
        (await Store.GetRunAsync(run.Info.RunId)).Info.LifecycleStage.ShouldBe(LifecycleStage.Deleted);
        (await SearchAsync(run, null)).ShouldBeEmpty();

        var thrown = await Should.ThrowAsync<MlflowException>(Store.SetTagAsync(run.Info.RunId, "a", "b"));
        thrown.IsTransient.ShouldBeFalse();

        await Store.RestoreRunAsync(run.Info.RunId);
        (await SearchAsync(run, null)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task GetRun_Unknown_ThrowsResourceDoesNotExist()
    {
        var thrown = await Should.ThrowAsync<MlflowException>(Store.GetRunAsync("00000000000000000000000000000000"));

        thrown.ErrorCode.ShouldBe(MlflowErrorCodes.ResourceDoesNotExist);
    }

    [Fact]
    public async Task LogBatch_MoreThanOneRequestHolds_StoresEverything()
    {
        Run run = await StartAsync();
        long now = Now;
        var batch = new RunBatch
        {
            Metrics = [.. Enumerable.Range(0, 2300).Select(i => new Metric("train/loss", i / 7.0, now + i, i)), new("acc", 0.1, now, -3)],
            Parameters = [.. Enumerable.Range(0, 230).Select(i => new KeyValuePair<string, string>($"p{i}", $"v {i} ü 🙂"))],
            Tags = [.. Enumerable.Range(0, 130).Select(i => new KeyValuePair<string, string>($"t{i}", ""))],
        };

        await Store.LogBatchAsync(run.Info.RunId, batch);

        Run read = await Store.GetRunAsync(run.Info.RunId);
        read.Parameters.ShouldBe(batch.Parameters.ToDictionary(), ignoreOrder: true);
        batch.Tags.ShouldAllBe(tag => read.Tags[tag.Key].Length == 0);
        read.Metrics["train/loss"].ShouldBe(new Metric("train/loss", 2299 / 7.0, now + 2299, 2299));
        List<Metric> history = await Store.GetMetricHistoryAsync(run.Info.RunId, "train/loss").ToListAsync();
        history.OrderBy(m => m.Step).ShouldBe(batch.Metrics.Take(2300));
        (await Store.GetMetricHistoryAsync(run.Info.RunId, "acc").ToListAsync()).ShouldBe([new Metric("acc", 0.1, now, -3)]);
        (await Store.GetMetricHistoryAsync(run.Info.RunId, "never").ToListAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task LogBatch_GermanCultureAndOddNumbers_KeepsEveryBit()
    {
        Run run = await StartAsync();
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo("de-DE");
        double[] values =
        [
            0.1,
            -1.5,
            1e-7,
            1e300,
            double.Epsilon,
            double.NaN,
            double.PositiveInfinity,
            double.NegativeInfinity,
            123456789.123,
        ];
        try
        {
            await Store.LogBatchAsync(
                run.Info.RunId,
                new RunBatch { Metrics = [.. values.Select((value, i) => new Metric("m", value, Now + i, i + 1))] });
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }

        List<Metric> history = await Store.GetMetricHistoryAsync(run.Info.RunId, "m").ToListAsync();

        // SQL servers keep infinities as the largest finite numbers.
        history
            .OrderBy(m => m.Step)
            .Select(m => Math.Clamp(m.Value, double.MinValue, double.MaxValue))
            .ShouldBe(values.Select(v => Math.Clamp(v, double.MinValue, double.MaxValue)));
    }

    [Fact]
    public async Task LogBatch_MayBeStored_AddsOnlyWhatIsMissing()
    {
        Run run = await StartAsync();
        Metric[] points =
        [
            .. Enumerable
                .Range(1, 20)
                .Select(i => new Metric(
                    "loss",
                    i == 5 ? double.NaN
                        : i == 6 ? double.PositiveInfinity
                        : 1.0 / i,
                    Now,
                    i)),
        ];
        await Store.LogBatchAsync(run.Info.RunId, new RunBatch { Metrics = points[..12] });

        await Store.LogBatchAsync(
            run.Info.RunId,
            new RunBatch
            {
                Metrics = points,
                Parameters = [new("a", "b")],
                MayBeStored = true,
            });
        await Store.LogBatchAsync(
            run.Info.RunId,
            new RunBatch
            {
                Metrics = points,
                Parameters = [new("a", "b")],
                MayBeStored = true,
            });

        List<Metric> history = await Store.GetMetricHistoryAsync(run.Info.RunId, "loss").ToListAsync();
        history.Select(m => m.Step).Order().ShouldBe(Enumerable.Range(1, 20).Select(i => (long)i));
    }

    [Fact]
    public async Task LogBatch_ParameterConflict_ThrowsAndKeepsTheFirst()
    {
        Run run = await StartAsync();
        await Store.LogBatchAsync(run.Info.RunId, new RunBatch { Parameters = [new("lr", "0.1")] });
        await Store.LogBatchAsync(run.Info.RunId, new RunBatch { Parameters = [new("lr", "0.1")] });

        await Should.ThrowAsync<MlflowException>(
            Store.LogBatchAsync(run.Info.RunId, new RunBatch { Parameters = [new("lr", "0.2"), new("x", "1")] }));

        (await Store.GetRunAsync(run.Info.RunId)).Parameters["lr"].ShouldBe("0.1");
    }

    [Fact]
    public async Task LogBatch_TooLongParameter_IsCut()
    {
        Run run = await StartAsync();

        await Store.LogBatchAsync(
            run.Info.RunId,
            new RunBatch { Parameters = [new("long", new string('x', 7000))], Tags = [new(MlflowTags.Note, new string('n', 9000))] });

        Run read = await Store.GetRunAsync(run.Info.RunId);
        read.Parameters["long"].Length.ShouldBe(MlflowLimits.ParameterLength);
        read.Tags[MlflowTags.Note].Length.ShouldBeGreaterThanOrEqualTo(MlflowLimits.TagLength);
    }

    [Fact]
    public async Task LogBatch_InvalidKeys_ThrowBeforeSending()
    {
        Run run = await StartAsync();
        foreach (string key in (string[])["", "a//b", "/a", "../a", "acc(top)", "a:b", "50%", new string('k', 251)])
        {
            await Should.ThrowAsync<ArgumentException>(
                async () => await Store.LogBatchAsync(run.Info.RunId, new RunBatch { Metrics = [new(key, 1, Now, 1)] }),
                key);
            await Should.ThrowAsync<ArgumentException>(
                async () => await Store.LogBatchAsync(run.Info.RunId, new RunBatch { Parameters = [new(key, "")] }),
                key);
        }

        await Should.ThrowAsync<ArgumentException>(async () =>
            await Store.LogBatchAsync(run.Info.RunId, new RunBatch { Metrics = [new("m", 1, -1, 1)] }));
        (await Store.GetRunAsync(run.Info.RunId)).Metrics.ShouldBeEmpty();
    }

    [Fact]
    public async Task DeleteTag_Twice_SecondThrows()
    {
        Run run = await StartAsync();
        await Store.SetTagAsync(run.Info.RunId, "a", "1");
        await Store.SetTagAsync(run.Info.RunId, "a", "2");
        (await Store.GetRunAsync(run.Info.RunId)).Tags["a"].ShouldBe("2");

        await Store.DeleteTagAsync(run.Info.RunId, "a");

        (await Store.GetRunAsync(run.Info.RunId)).Tags.Keys.ShouldNotContain("a");
        (await Should.ThrowAsync<MlflowException>(Store.DeleteTagAsync(run.Info.RunId, "a"))).ErrorCode.ShouldBe(
            MlflowErrorCodes.ResourceDoesNotExist);
    }

    [Fact]
    public async Task SearchRuns_FilterOrderAndPages_ReturnsMatches()
    {
        Experiment experiment = await Store.GetOrCreateExperimentAsync(Name("search"));
        for (int i = 0; i < 8; i++)
        {
            Run run = await Store.CreateRunAsync(new NewRun { ExperimentId = experiment.ExperimentId, Name = $"r{i}" });
            await Store.LogBatchAsync(
                run.Info.RunId,
                new RunBatch { Metrics = [new("uar", i / 10.0, Now, 1)], Parameters = [new("lr", i % 2 == 0 ? "0.1" : "0.2")] });
        }

        var query = new RunQuery
        {
            ExperimentIds = [experiment.ExperimentId],
            Filter = "metrics.uar > 0.05 AND params.lr = '0.1'",
            OrderBy = ["metrics.uar DESC"],
            PageSize = 2,
        };
        List<Run> found = await Store.SearchRunsAsync(query).ToListAsync();

        found.Select(r => r.Info.Name).ShouldBe(["r6", "r4", "r2"]);
        RunQuery byName = query with { Filter = "attributes.run_name ILIKE 'R_' and attributes.status = 'RUNNING'", OrderBy = [] };
        (await Store.SearchRunsAsync(byName).ToListAsync()).Count.ShouldBe(8);
        (await Store.SearchRunsAsync(query with { ExperimentIds = [] }).ToListAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task LogInputs_Repeated_IsKeptOnce()
    {
        Run run = await StartAsync();
        var input = new DatasetInput
        {
            Dataset = new Dataset
            {
                Name = "tess",
                Digest = "0123456789abcdef",
                SourceType = "local",
                Source = """{"uri":"tess.zip"}""",
                Schema = "{}",
                Profile = """{"num_rows":2800}""",
            },
            Tags = new Dictionary<string, string>(StringComparer.Ordinal) { [MlflowTags.DatasetContext] = "training" },
        };

        await Store.LogInputsAsync(run.Info.RunId, [input]);
        await Store.LogInputsAsync(run.Info.RunId, [input]);

        DatasetInput read = (await Store.GetRunAsync(run.Info.RunId)).Inputs.ShouldHaveSingleItem();
        read.Dataset.ShouldBe(input.Dataset);
        read.Tags[MlflowTags.DatasetContext].ShouldBe("training");
    }

    [Fact]
    public async Task Artifacts_WriteListOpen_GiveTheBytesBack()
    {
        Run run = await StartAsync();
        string id = run.Info.RunId;
        byte[] bytes = [.. Enumerable.Range(0, 300_000).Select(i => (byte)(i * 31))];
        var reported = new List<long>();
        await Store.WriteArtifactAsync(id, "model/weights.bin", new MemoryStream(bytes), new Progress(reported));
        await Store.WriteArtifactAsync(id, "a b+c%dü&=.txt", new MemoryStream("one"u8.ToArray()));
        await Store.WriteArtifactAsync(id, "a b+c%dü&=.txt", new MemoryStream("two!"u8.ToArray()));

        (await Store.ListArtifactsAsync(id)).ShouldBe([
            new ArtifactEntry("a b+c%dü&=.txt", IsFolder: false, 4),
            new ArtifactEntry("model", IsFolder: true, 0),
        ]);
        (await Store.ListArtifactsAsync(id, "model")).ShouldBe([new ArtifactEntry("model/weights.bin", IsFolder: false, 300_000)]);
        (await Store.ListArtifactsAsync(id, "nothing")).ShouldBeEmpty();
        (await ReadAsync(id, "model/weights.bin")).ShouldBe(bytes);
        Encoding.UTF8.GetString(await ReadAsync(id, "a b+c%dü&=.txt")).ShouldBe("two!");
        reported[^1].ShouldBe(300_000);
        (await Should.ThrowAsync<MlflowException>(Store.OpenArtifactAsync(id, "model/none.bin"))).ErrorCode.ShouldBe(
            MlflowErrorCodes.ResourceDoesNotExist);
        foreach (string path in (string[])["../x", "/x", "a//b", "", "a/../../x", "a#b", "a%20b"])
        {
            await Should.ThrowAsync<ArgumentException>(() => Store.WriteArtifactAsync(id, path, new MemoryStream([1])), path);
        }
    }

    [Fact]
    public async Task Registry_VersionsAndAliases_AreAsTold()
    {
        Run run = await StartAsync();
        await Store.WriteArtifactAsync(run.Info.RunId, "model/MLmodel", new MemoryStream("flavors: {}"u8.ToArray()));
        string name = Name("ser-tess");
        (await Store.FindRegisteredModelAsync(name)).ShouldBeNull();
        await Store.CreateRegisteredModelAsync(name, "Emotions", [new("a", "b")]);
        (await Should.ThrowAsync<MlflowException>(Store.CreateRegisteredModelAsync(name))).ErrorCode.ShouldBe(
            MlflowErrorCodes.ResourceAlreadyExists);
        var version = new NewModelVersion
        {
            Name = name,
            Source = run.Info.ArtifactUri + "/model",
            RunId = run.Info.RunId,
            Description = "first",
        };

        ModelVersion first = await Store.CreateModelVersionAsync(version);
        ModelVersion second = await Store.CreateModelVersionAsync(version);
        await Store.SetAliasAsync(name, "candidate", second.Version);
        await Store.SetModelVersionTagAsync(name, first.Version, "test_uar", "0.9");

        (first.Version, second.Version).ShouldBe((1, 2));
        (await Store.FindAliasAsync(name, "candidate"))!.Version.ShouldBe(2);
        (await Store.FindAliasAsync(name, "champion")).ShouldBeNull();
        (await Store.GetModelVersionAsync(name, 1)).Tags["test_uar"].ShouldBe("0.9");
        (await Store.ListModelVersionsAsync(name).ToListAsync()).Select(v => v.Version).ShouldBe([2, 1]);
        (await Store.FindRegisteredModelAsync(name))!.Aliases["candidate"].ShouldBe(2);
        await Store.SetAliasAsync(name, "candidate", 1);
        (await Store.FindAliasAsync(name, "candidate"))!.Version.ShouldBe(1);
        await Store.DeleteAliasAsync(name, "candidate");
        await Store.DeleteAliasAsync(name, "candidate");
        (await Store.FindAliasAsync(name, "candidate")).ShouldBeNull();
        (await Store.ListRegisteredModelsAsync().ToListAsync()).ShouldContain(m => m.Name == name);
    }

    [Fact]
    public async Task RunAsync_WholeTraining_ArrivesCompletely()
    {
        string runId = "";
        RunEnd end = await Store.RunAsync(
            new RunOptions
            {
                ExperimentName = Name("train"),
                RunName = "lstm",
                EndOnSignals = false,
            },
            async run =>
            {
                run.LogParameters(Enumerable.Range(0, 150).Select(i => new KeyValuePair<string, string>($"features.p{i}", "1")));
                run.LogInput(
                    new Dataset
                    {
                        Name = "tess",
                        Digest = "d",
                        SourceType = "local",
                        Source = "{}",
                    },
                    "training");
                for (int epoch = 1; epoch <= 5; epoch++)
                {
                    for (int i = 0; i < 300; i++)
                    {
                        run.LogMetric("step_loss", 1.0 / (epoch + i), (epoch * 300) + i);
                    }

                    run.LogMetric("train_loss", 1.0 / epoch, epoch);
                    (await run.FlushAsync()).ShouldBeTrue();
                }

                await run.LogTextAsync("label,count\n", "confusion.csv");
                runId = run.RunId!;
            });

        end.ShouldSatisfyAllConditions(e => e.IsDelivered.ShouldBeTrue(), e => e.Rejections.ShouldBeEmpty());
        Run read = await Store.GetRunAsync(runId);
        read.Info.Status.ShouldBe(RunStatus.Finished);
        read.Parameters.Count.ShouldBe(150);
        read.Inputs.Count.ShouldBe(1);
        (await Store.GetMetricHistoryAsync(runId, "step_loss").ToListAsync())
            .Select(m => m.Step)
            .Order()
            .ShouldBe(Enumerable.Range(300, 1500).Select(i => (long)i));
        Encoding.UTF8.GetString(await ReadAsync(runId, "confusion.csv")).ShouldBe("label,count\n");
    }

    private protected abstract Task<IMlflowStore> OpenAsync();

    private protected string Name(string name) => name + _suffix;

    private protected async Task<Run> StartAsync()
    {
        Experiment experiment = await Store.GetOrCreateExperimentAsync(Name("experiment"));
        return await Store.CreateRunAsync(new NewRun { ExperimentId = experiment.ExperimentId });
    }

    private async Task<List<Run>> SearchAsync(Run run, string? filter) =>
        await Store.SearchRunsAsync(new RunQuery { ExperimentIds = [run.Info.ExperimentId], Filter = filter }).ToListAsync();

    private async Task<byte[]> ReadAsync(string runId, string path)
    {
        await using Stream stream = await Store.OpenArtifactAsync(runId, path);
        using var copy = new MemoryStream();
        await stream.CopyToAsync(copy);
        return copy.ToArray();
    }

    private sealed class Progress(List<long> reported) : IProgress<long>
    {
        public void Report(long value) => reported.Add(value);
    }
}
