using System.CommandLine;
using Bakeoff.Cli.Commands;
using Bakeoff.Testing;

namespace Bakeoff.Cli.Tests.Running;

/// <summary>The command line as people meet it: help, misspelt words, names and paths of experiments.</summary>
public sealed class CommandLineTests : IDisposable
{
    private readonly Project _project = new();

    public void Dispose() => _project.Dispose();

    [Theory]
    [InlineData("--help")]
    [InlineData("train", "--help")]
    [InlineData("predict", "--help")]
    [InlineData("sweep", "--help")]
    [InlineData("datasets", "add", "--help")]
    [InlineData("explain")]
    [InlineData("explain", "training.learning_rate")]
    [InlineData("list")]
    public void Texts_OnEightyColumns_Fit(params string[] arguments) =>
        _project.Succeed(arguments).Split('\n').ShouldAllBe(static line => line.Length <= 80);

    [Fact]
    public void Help_Commands_AreGroupedByUseAndListNoExperiments()
    {
        var help = _project.Succeed("--help");

        help.ShouldContain("\nmake:\n");
        help.ShouldContain("\nlook:\n");
        help.ShouldContain("\nuse:\n");
        help.ShouldContain("\nshare:\n");
        help.ShouldNotContain("tiny");
        _project.Succeed("train", "--help").ShouldContain("\nexample: bakeoff train ");
    }

    [Theory]
    [InlineData("there is no command 'trian'. Did you mean 'train'?", "trian", "tiny")]
    [InlineData("plot: there is no command 'line'. There are: waveform, spectrogram, mel, mfcc, pitch.", "plot", "line", "a", "--output=a.png")]
    [InlineData("plot: no command was given, expected one of waveform, spectrogram, mel, mfcc, pitch.", "plot")]
    [InlineData("plot mel: no file was given, expected one.", "plot", "mel")]
    [InlineData("plot mel: --output has no value, expected --output=path.", "plot", "mel", "experiments/tiny.yaml", "-o")]
    [InlineData("plot mel: -o stands where the value of the option before it belongs.", "plot", "mel", "a", "--width", "-o", "a.png")]
    [InlineData("there is no option '--experimnet'. Did you mean '--experiment'?", "train", "--experimnet=tiny")]
    [InlineData("there is no option '--thread'. Did you mean '--threads'?", "train", "tiny", "--thread=1")]
    [InlineData("no command was given, expected one.")]
    [InlineData("the experiment is both 'tiny' and 'other', expected one.", "status", "tiny", "--experiment=other")]
    [InlineData("Did you mean 'tiny'?", "status", "tini")]
    [InlineData("--by is 'test_acuracy'. Did you mean 'test_accuracy'?", "compare", "--by=test_acuracy")]
    [InlineData("--keep is 'x'. Values are: current, none, all. See 'bakeoff clean --help'.", "clean", "--keep=x")]
    public void WrongWord_Command_IsRefusedWithTheNearest(string message, params string[] arguments)
    {
        var (exitCode, output, error) = _project.Run(arguments);

        exitCode.ShouldBe(2, output);
        output.ShouldBeEmpty();
        error.ShouldContain(message);
    }

    /// <summary>Rules over several options ask for their values, which throws where a value is of another type.</summary>
    [Fact]
    public void Option_ValueOfAnotherType_IsRefusedByEveryCommandInOneSentence()
    {
        var checkedOptions = 0;
        foreach (var (path, command) in Commands(BakeoffCommand.Create([]), []))
        {
            string[] words = command.Arguments.Count > 0 ? ["word"] : [];
            var typed = command.Options.Where(static option =>
                option.ValueType != typeof(bool)
                && option.ValueType != typeof(string)
                && !option.ValueType.IsArray
                && option.Arity.MinimumNumberOfValues > 0);
            foreach (var option in typed)
            {
                var messages = command.Parse([.. words, $"{option.Name}=x1"]).Errors.Select(static error => error.Message).ToList();
                messages.ShouldContain(
                    message => message.StartsWith($"{option.Name} is ", StringComparison.Ordinal),
                    $"{string.Join(' ', path)} {option.Name}");
                messages.ShouldAllBe(static message => !message.Contains("as expected type", StringComparison.Ordinal));
                checkedOptions++;
            }
        }

        checkedOptions.ShouldBeGreaterThan(20);
    }

    private static IEnumerable<(string[] Path, Command Command)> Commands(Command command, string[] above) =>
        command.Subcommands.SelectMany(inner => Commands(inner, [.. above, inner.Name])).Prepend((above, command));

    [Theory]
    [InlineData("--threads is many, expected 0 to 1024.", "train", "tiny", "--threads=many")]
    [InlineData("--threads is 1.5, expected 0 to 1024.", "predict", "tiny", "x.wav", "--threads=1.5")]
    [InlineData("--window is long, expected a number.", "predict", "tiny", "x.wav", "--window=long")]
    [InlineData("--course is 'maybe'. Values are: auto, always, never.", "predict", "tiny", "x.wav", "--course=maybe")]
    public void Option_ValueOfAnotherType_IsNoCrash(string message, params string[] arguments) =>
        _project.Refuse(arguments).ShouldContain(message);

    [Fact]
    public void Experiment_NameOrPathAsFirstWord_IsThatExperiment()
    {
        var named = _project.Run("status", "--experiment=tiny").Output;

        _project.Run("status", "tiny").Output.ShouldBe(named);
        _project.Run("status", "experiments/tiny.yaml").Output.ShouldBe(named);
        _project.Run("status", Path.Combine(_project.Root, "experiments", "tiny.yaml")).Output.ShouldBe(named);
    }

    [Fact]
    public void ModelLeftOut_PredictAndServe_SayWhichThereAre()
    {
        _project.Refuse("predict", "x.wav").ShouldContain("no model is named");
        _project.Prepare("train");

        _project.Refuse("predict", "x.wav").ShouldEndWith("Name one of those that are trained: tiny.");
        _project.Refuse("serve").ShouldEndWith("Name one of those that are trained: tiny.");
        _project.Refuse("predict", "tiny").ShouldContain("nothing to predict");
    }

    [Fact]
    public void List_Experiments_HaveStateMetricAndAge()
    {
        _project.Succeed("list").ShouldContain("tiny       not run");
        _project.Prepare("report");
        _project.Write("experiments/broken.yaml", "name: broken\n");

        var list = _project.Succeed("list");

        list.ShouldMatch(@"\ntiny +done +0\.\d{3} +0\.\d{3} to \d\.\d{3} ");
        list.ShouldContain("broken     cannot be read\n");
        list.ShouldContain("\nbroken cannot be read: experiments/broken.yaml(1,1): key 'dataset' is missing in the file.");
    }

    [Fact]
    public void Show_Network_ListsLayersWithShapesAndWeights()
    {
        var shown = _project.Succeed("show", "tiny");

        shown.ShouldStartWith("tiny\nQuestion: does it run?\n\nseed ");
        shown.ShouldMatch(@"\n  lstm_1 +\[clips, 8\] +736\n");
        _project.Prepare("split");
        _project.Succeed("train", "tiny").ShouldContain("  train: lstm_1 -> [clips, 8], 736 weights\n");
    }

    [Fact]
    public void Explain_KeyLastPartOrForeignName_GivesMeaningRangeDefaultAndReaders()
    {
        var text = _project.Succeed("explain", "features.n_mfcc");

        text.ShouldContain("takes      a whole number from 1 to 1024\n");
        text.ShouldContain("default    40\n");
        text.ShouldContain("read by    featurize, train, importance, stress\n");
        _project.Succeed("explain", "n_mfcc").ShouldBe(text);
        _project.Succeed("explain", "knn").ShouldStartWith("classifier.candidates.nearest_neighbours\n");
        _project.Succeed("explain", "model.1.lstm.units").ShouldStartWith("model.lstm.units\n");
        _project.Run("explain", "n_mfc").Error.ShouldContain("Did you mean 'n_mfcc'?");
    }

    [Fact]
    public void ExplainMarkdown_AllKeys_EqualsThePageInTheRepository() =>
        _project
            .Succeed("explain", "--markdown")
            .ShouldBe(
                File.ReadAllText(Path.Combine(Fixture.RepositoryRoot, "docs", "keys.md")),
                "docs/keys.md is older than the options. Run 'bakeoff schema', look at the change and commit it.");

    [Fact]
    public void Init_NewName_WritesAnExperimentThatIsRead()
    {
        _project.Write(
            "experiments/datasets/folder.yaml",
            "name: folder\ntitle: t\nlicence: l\ncitation: none\npattern: '(?<label>[^/]+)/[^/]+'\n");

        _project.Succeed("init", "mine").ShouldContain("bakeoff report mine --set=dataset.source=FOLDER");
        _project.Succeed("init", "of mine").ShouldContain("bakeoff show \"of mine\"");
        _project
            .Succeed("init", "other", "--extends=tiny")
            .ShouldContain("experiments/other.yaml: written.".Replace('/', Path.DirectorySeparatorChar));

        _project.Succeed("show", "mine").ShouldContain("model.1.lstm.units");
        _project.Succeed("show", "tiny", "other").ShouldContain("training.batch_size");
        _project.Refuse("init", "mine").ShouldContain("is there already");
        _project.Refuse("init", "third", "--dataset=nowhere").ShouldContain("nowhere");
        File.Exists(Path.Combine(_project.Root, "experiments", "third.yaml")).ShouldBeFalse();
    }

    [Fact]
    public void DatasetsAdd_FolderOfRecordings_DescribesItAsGuessed()
    {
        foreach (var speaker in new[] { "anna", "bert" })
        {
            foreach (var name in new[] { "back_angry", "back_sad", "bar_angry", "bar_sad" })
            {
                _project.Write($"My Words/{speaker}_{name}.wav", "");
            }
        }

        var said = _project.Succeed("datasets", "add", "My Words");

        said.ShouldContain("The pattern fits 8 of 8 recordings:");
        said.ShouldContain("2: anna, bert");
        _project.Succeed("datasets").ShouldContain("my-words");
        _project.Refuse("datasets", "add", "My Words").ShouldContain("is there already");
        _project.Refuse("datasets", "add", "nowhere").ShouldContain("there is no such folder");
    }

    [Fact]
    public void Doctor_ThisMachine_NamesWhatItFound()
    {
        var (exitCode, output, error) = _project.Run("doctor");

        exitCode.ShouldBe(0, output + error);
        output.ShouldContain("ok   project: ");
        output.ShouldContain("ok   MLflow: runs go to ");
        Directory.Exists(Path.Combine(_project.Root, "mlruns")).ShouldBeFalse("a check changes nothing");

        var lost = new Dictionary<string, string> { ["MLFLOW_TRACKING_URI"] = "http://127.0.0.1:9" };
        (exitCode, output, _) = _project.Run(lost, "doctor");
        exitCode.ShouldBe(1, output);
        string.Join(' ', output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            .ShouldContain("FIX MLflow: MLflow http://127.0.0.1:9, experiments/search: nothing listens");
    }

    [Fact]
    public void Clean_WithoutAnAnswer_RemovesNothing()
    {
        _project.Prepare("evaluate");
        _project.Write("experiments/tiny.yaml", Project.TinyExperiment.Replace("seed: 3", "seed: 4", StringComparison.Ordinal));

        var (exitCode, _, error) = _project.Run("clean", "--keep=none");

        exitCode.ShouldBe(2);
        error.ShouldContain("Nothing was removed, expected --yes where nobody can be asked.");
        Directory.GetDirectories(Path.Combine(_project.Root, "artifacts", "store", "train")).ShouldNotBeEmpty();
    }
}
