using System.Globalization;
using System.Text.Json;
using Bakeoff.Cli.Tests.Running;
using Bakeoff.Mlflow.Entities;
using Bakeoff.Mlflow.Rest;
using Bakeoff.Reports.Pages;

namespace Bakeoff.Cli.Tests.Predicting;

/// <summary>
/// Predictions on the command line: the same bits as those of Evaluate, in every format, and clear messages for recordings that cannot be
/// predicted.
/// </summary>
public sealed class PredictTests : IClassFixture<TrainedProject>
{
    private readonly Project _project;
    private readonly string _recordings;

    public PredictTests(TrainedProject trained)
    {
        _project = trained.Project;
        _recordings = trained.Recordings;
    }

    [Theory]
    [InlineData("tiny", null)]
    [InlineData("speakers", "SYN1")]
    [InlineData("speakers", "SYN2")]
    [InlineData("forest", null)]
    public void Csv_TestClips_EqualPredictionsOfEvaluateBitForBit(string experiment, string? fold)
    {
        // One at a time and together, with one thread and several: what stands beside a clip changes nothing.
        var expected = ReadCsv(File.ReadAllText(_project.Results(experiment, "predictions.csv")))
            .Where(row => fold is null || row["fold"] == fold)
            .ToDictionary(row => row["path"], StringComparer.Ordinal);
        expected.ShouldNotBeEmpty();
        string[] choice = fold is null ? [] : ["--fold", fold];
        var together = ReadCsv(_project.Succeed(["predict", _recordings, "-e", experiment, "--csv", "--threads=3", .. choice]));
        var first = Path.Combine(_recordings, expected.Keys.First());
        var alone = ReadCsv(_project.Succeed(["predict", first, "-e", experiment, "--csv", "--threads=1", .. choice]));
        foreach (var row in together.Concat(alone).Where(row => expected.ContainsKey(Path.GetFileName(row["clip"]))))
        {
            var truth = expected[Path.GetFileName(row["clip"])];
            row["label"].ShouldBe(truth["predicted"]);
            foreach (var column in truth.Keys.Where(k => k.StartsWith("p_", StringComparison.Ordinal)))
            {
                row[column].ShouldBe(truth[column], $"{row["clip"]} {column}");
            }
        }

        together.Count(row => expected.ContainsKey(Path.GetFileName(row["clip"]))).ShouldBe(expected.Count);
    }

    [Fact]
    public void Json_SeveralFolds_GivesTheMeanOfTheFolds()
    {
        var clip = Directory.GetFiles(_recordings, "*.wav").Order(StringComparer.Ordinal).First();
        float[] Probabilities(params string[] choice)
        {
            using var document = JsonDocument.Parse(_project.Succeed(["predict", clip, "-e", "speakers", "--json", .. choice]));
            document.RootElement.GetProperty("models").GetInt32().ShouldBe(choice.Length == 0 ? 2 : 1);
            return
            [
                .. document
                    .RootElement.GetProperty("clips")[0]
                    .GetProperty("probabilities")
                    .EnumerateObject()
                    .Select(p => p.Value.GetSingle()),
            ];
        }

        var (one, two) = (Probabilities("--fold=SYN1"), Probabilities("--fold=SYN2"));
        Probabilities().ShouldBe(one.Zip(two, (a, b) => (float)(((double)a + b) / 2)));
        _project
            .Refuse("predict", clip, "-e", "speakers", "--fold=SYN9")
            .ShouldBe("speakers: there is no fold 'SYN9', expected one of SYN1, SYN2.");
    }

    [Fact]
    public void Model_CopiedFolderOutsideAProject_NeedsNothingElse()
    {
        var clip = Directory.GetFiles(_recordings, "*.wav").Order(StringComparer.Ordinal).First();
        using var elsewhere = new Project();
        Directory.Delete(Path.Combine(elsewhere.Root, "experiments"), recursive: true);
        Copy(_project.Results("tiny", "model"), Path.Combine(elsewhere.Root, "copied"));
        File.Copy(clip, Path.Combine(elsewhere.Root, "clip.wav"));
        var copied = ReadCsv(elsewhere.Succeed("predict", "clip.wav", "--model=copied", "--csv"))[0];
        var known = ReadCsv(_project.Succeed("predict", clip, "-e", "tiny", "--csv"))[0];
        copied.Where(p => p.Key != "clip").ShouldBe(known.Where(p => p.Key != "clip"));
    }

    [Fact]
    public void Course_LongClip_HasOverlappingWindowsAndSilenceHasNoLabel()
    {
        var rows = ReadCsv(_project.Succeed("predict", LongClip(), "-e", "tiny", "--csv", "--window=2", "--step=1"));
        rows.Select(r => r["kind"]).ShouldBe(["clip", .. Enumerable.Repeat("window", 9)]);
        rows.Skip(1).Select(r => double.Parse(r["start_seconds"], CultureInfo.InvariantCulture)).ShouldBe([0, 1, 2, 3, 4, 5, 6, 7, 7.5]);
        rows[^1]["end_seconds"].ShouldBe("9.5");
        rows.Where(r => r["label"].Length == 0).Select(r => r["start_seconds"]).ShouldBe(["4", "5"]);
        ReadCsv(_project.Succeed("predict", LongClip(), "-e", "tiny", "--csv", "--course=never")).Count.ShouldBe(1);
        var table = _project.Succeed("predict", LongClip(), "-e", "tiny", "--window=2");
        table.ShouldContain("over time:");
        table.ShouldContain("(silent)");
        table.ShouldNotContain("\u001b");
    }

    [Fact]
    public void StandardInput_Recording_IsPredicted()
    {
        var clip = Directory.GetFiles(_recordings, "*.wav").Order(StringComparer.Ordinal).First();
        var bytes = File.ReadAllBytes(clip);

        // A writer to a pipe cannot go back to fill in the length.
        bytes.AsSpan(40, 4).Fill(0xFF);
        using var process = _project.StartWithInput(bytes, "predict", "-", "-e", "tiny", "--csv");
        var row = ReadCsv(process.StandardOutput.ReadToEnd())[0];
        process.WaitForExit();
        row["clip"].ShouldBe("standard input");
        row.Where(p => p.Key != "clip")
            .ShouldBe(ReadCsv(_project.Succeed("predict", clip, "-e", "tiny", "--csv"))[0].Where(p => p.Key != "clip"));
    }

    [Theory, InlineData("@take1.wav"), InlineData("-take.wav"), InlineData("--csv"), InlineData("@notes.rsp")]
    public void Inputs_NamesLikeOptions_AreFiles(string name)
    {
        var clip = Directory.GetFiles(_recordings, "*.wav").Order(StringComparer.Ordinal).First();
        File.Copy(clip, Path.Combine(_project.Root, name), overwrite: true);
        string[] named = name[0] == '@' ? [name] : ["--", name];
        var expected = ReadCsv(_project.Succeed("predict", clip, "-e", "tiny", "--csv"))[0];

        var row = ReadCsv(_project.Succeed(["predict", "-e", "tiny", "--csv", .. named]))[0];

        row["clip"].ShouldBe(name);
        row.Where(p => p.Key != "clip").ShouldBe(expected.Where(p => p.Key != "clip"));
        File.Delete(Path.Combine(_project.Root, name));
    }

    [Fact]
    public void Inputs_ThatNameNothing_SayWhatWasExpected()
    {
        Directory.CreateDirectory(Path.Combine(_project.Root, "empty"));
        _project
            .Refuse("predict", "-e", "tiny")
            .ShouldContain("nothing to predict, expected a recording, a folder, a pattern, or - for standard input.");
        _project
            .Refuse("predict", "-e", "tiny", "nothing.wav")
            .ShouldStartWith("nothing.wav: no such file or folder, expected a recording");
        _project
            .Refuse("predict", "-e", "tiny", "empty")
            .ShouldStartWith("empty: folder holds no recording, expected files that end in .wav");
        _project.Refuse("predict", "-e", "tiny", "empty/**/*.wav").ShouldStartWith("empty/**/*.wav: matches no file");
        _project.Refuse("predict", "-e", "tiny", "--window=0", "x.wav").ShouldContain("--window is 0, expected 0.05 to 3600 seconds.");
        _project
            .Refuse("predict", "-e", "nosuch", "x.wav")
            .ShouldBe(
                "experiment nosuch has no trained model at artifacts/experiments/nosuch/model. There is no "
                    + "experiments/nosuch.yaml; name another of those that are trained: forest, speakers, tiny.");
        _project
            .Refuse("predict", "--model=empty", "x.wav")
            .ShouldStartWith(
                "empty: the folder holds no model.json and no folder fold-*, expected the folder of a trained model. Train writes it "
                    + "to artifacts/experiments/NAME/model.");
    }

    [Fact]
    public void Inputs_WrongKindAmongGoodOnes_AreNamedAndTheOthersPredicted()
    {
        var clip = Directory.GetFiles(_recordings, "*.wav").Order(StringComparer.Ordinal).First();
        _project.Write("notes.wav", "hello");
        _project
            .Refuse("predict", "-e", "tiny", "notes.wav")
            .ShouldStartWith("notes.wav: content begins with bytes 68656C6C6F ('hello'), expected WAV");
        var (exitCode, output, error) = _project.Run("predict", "-e", "tiny", "notes.wav", clip, "--json");
        exitCode.ShouldBe(2);
        error.ShouldContain("notes.wav: content begins with");
        error.ShouldContain("1 of 2 recordings could not be predicted");
        using var document = JsonDocument.Parse(output);
        document.RootElement.GetProperty("clips").GetArrayLength().ShouldBe(1);
        document.RootElement.GetProperty("faults")[0].GetProperty("clip").GetString().ShouldBe("notes.wav");
    }

    [Theory]
    [InlineData("tiny", "weights.safetensors", null, "weights.safetensors: does not exist, expected a file of a saved network.")]
    [InlineData("tiny", "weights.safetensors", "damaged", "weights.safetensors: holds 7 bytes")]
    [InlineData(
        "tiny",
        "model.json",
        "{\"format\": \"bakeoff-network\", \"version\": 99}",
        "model.json: format is bakeoff-network, version 99, expected bakeoff-network, version 1. Read it with the release that wrote "
            + "it, or train again.")]
    [InlineData("tiny", "model.json", "{\"format\": \"bakeo", "model.json: is not the description of a model:")]
    [InlineData("tiny", "model.json", "[]", "model.json:")]
    [InlineData("tiny", "model.json", "null", "model.json:")]
    [InlineData("forest", "model.json", "{\"format\": \"bakeoff-classifier\", \"version\": 99}", "model.json: version is 99, expected 1.")]
    [InlineData("forest", "*.npy", "damaged", "SHA-256 differs from that in model.json.")]
    [InlineData("forest", "*.npy", null, "the classifier cannot be read:")]
    public void Model_WithoutWeightsDamagedOrOfAnotherVersion_IsRefused(string experiment, string file, string? content, string expected)
    {
        var clip = Directory.GetFiles(_recordings, "*.wav").First();
        var folder = Path.Combine(_project.Root, "damaged " + Guid.NewGuid().ToString("N"));
        Copy(_project.Results(experiment, "model"), folder);
        var path = Directory.GetFiles(folder, file).Order(StringComparer.Ordinal).First();
        File.Delete(path);
        if (content is not null)
        {
            File.WriteAllText(path, content);
        }

        _project.Refuse("predict", "--model", folder, clip).ShouldContain(expected);
    }

    [Fact]
    public void Help_PredictAndServe_AreListedAndCompleted()
    {
        _project.Succeed("predict", "--help").ShouldContain("or - for standard input");
        _project.Succeed("serve", "--help").ShouldContain("--max-megabytes");
        _project.Succeed("[suggest:16]", "bakeoff predict ").ShouldContain("--window");
        _project.Succeed("[suggest:29]", "bakeoff predict --experiment ").ShouldContain("tiny");
    }

    /// <summary>Words, two and a half seconds of silence in the middle, words again: 9.5 seconds.</summary>
    private string LongClip()
    {
        const int rateHz = 16000;
        var words = Directory
            .GetFiles(_recordings, "*.wav")
            .Order(StringComparer.Ordinal)
            .SelectMany(f => Bakeoff.Audio.Decoding.AudioDecoder.Decode(File.ReadAllBytes(f), f).Samples)
            .Take(6 * rateHz)
            .ToArray();
        float[] samples = [.. words[..(4 * rateHz)], .. new float[(int)(3.5 * rateHz)], .. words[(4 * rateHz)..]];
        var path = Path.Combine(_project.Root, "long.wav");
        using var stream = File.Create(path);
        Bakeoff.Audio.Decoding.WavWriter.Write16(stream, samples, rateHz);
        return path;
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.GetFiles(from))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }
    }

    private static List<Dictionary<string, string>> ReadCsv(string text)
    {
        var lines = text.TrimEnd().Split('\n').Select(line => line.TrimEnd('\r').Split(',')).ToList();
        return [.. lines.Skip(1).Select(line => lines[0].Zip(line).ToDictionary(p => p.First, p => p.Second, StringComparer.Ordinal))];
    }
}
