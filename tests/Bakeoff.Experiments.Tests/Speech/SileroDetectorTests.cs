using Bakeoff.Audio.Decoding;
using Bakeoff.Audio.Features.Streaming;
using Bakeoff.Corpora;
using Bakeoff.Corpora.Sets;
using Bakeoff.Experiments.Projects;
using Bakeoff.Experiments.Speech;
using Bakeoff.Neural.Engines;
using Bakeoff.Numerics;
using Bakeoff.Pipeline.Store;
using Bakeoff.Testing;

namespace Bakeoff.Experiments.Tests.Speech;

/// <summary>Silero's network behind a stand-in of the engine, and the real file where BAKEOFF_TEST_SILERO names one.</summary>
public sealed class SileroDetectorTests : IDisposable
{
    private static readonly TensorForm[] NewInputs =
        [new("input", "float32", [null, null]), new("state", "float32", [2, null, 128]), new("sr", "int64", [])];

    private static readonly TensorForm[] OldInputs =
    [
        new("input", "float32", [null, null]), new("sr", "int64", []), new("h", "float32", [2, null, 64]),
        new("c", "float32", [2, null, 64]),
    ];

    private readonly ScratchFolder _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Probabilities_NewForm_GetsContextStateAndRate()
    {
        var session = new StandIn(NewInputs, ["output", "stateN"]);

        var probabilities = new SileroDetector(session, "vad.onnx").Probabilities(Sound(Ramp(1200)), "a.wav");

        probabilities.ShouldBe([0.25f, 0.5f, 0.75f]);
        session.Runs.Select(static run => string.Join(' ', run.Select(static t => $"{t.Name}[{string.Join(',', t.Shape)}]"))).Distinct()
            .ShouldBe(["input[1,576] sr[] state[2,1,128]"]);
        session.Runs.Select(run => Floats(run, "state")[0]).ShouldBe([0, 1, 2]);
        ((IntegerTensor)session.Runs[0][1]).Values.ShouldBe([16000]);
        session.Heard[0].ShouldBe([.. new float[64], .. Ramp(512)]);
        session.Heard[1].ShouldBe(Ramp(1024)[448..]);
        session.Heard[2].ShouldBe([.. Ramp(1200)[960..], .. new float[336]]);
    }

    [Fact]
    public void Probabilities_OldForm_GetsTwoStatesAndNoContext()
    {
        var session = new StandIn(OldInputs, ["output", "hn", "cn"]);

        new SileroDetector(session, "vad.onnx").Probabilities(Sound(Ramp(1024)), "a.wav").ShouldBe([0.25f, 0.5f]);

        session.Heard[1].ShouldBe(Ramp(1024)[512..]);
        session.Runs.Select(run => (Floats(run, "h")[0], Floats(run, "c")[0])).ShouldBe([(0, 0), (1, 1)]);
    }

    [Fact]
    public void Create_AnotherNetwork_IsRefusedWithBothForms()
    {
        var message = Refuse([new("images", "float32", [null, 3, 224, 224])], ["output"]);
        message.ShouldStartWith(
            "vad.onnx: is not Silero's network: its inputs are images float32[?, 3, 224, 224], expected input float32[?, ?], ");
        message.ShouldEndWith("Name Silero's silero_vad.onnx for 16 kHz as segment.model.");
        Refuse([NewInputs[0], new("state", "float32", [2, null, 64]), NewInputs[2]], ["output", "stateN"])
            .ShouldContain("state float32[2, ?, 64]");
        Refuse([NewInputs[0], NewInputs[1], new("sr", "int32", [])], ["output", "stateN"]).ShouldContain("sr int32[]");
        Refuse(OldInputs, ["output", "stateN"])
            .ShouldContain("its outputs are output float32[], stateN float32[], expected float32 tensors output, hn, cn.");

        static string Refuse(TensorForm[] inputs, string[] outputs) =>
            Should.Throw<DatasetException>(() => new SileroDetector(new StandIn(inputs, outputs), "vad.onnx")).Message;
    }

    [Theory]
    [InlineData(float.NaN, "NaN")]
    [InlineData(1.5f, "1.5")]
    public void Probabilities_NoProbability_NamesRecordingAndTime(float value, string text)
    {
        var session = new StandIn(NewInputs, ["output", "stateN"]) { Second = value };

        Should.Throw<DatasetException>(() => new SileroDetector(session, "vad.onnx").Probabilities(Sound(Ramp(1024)), "a.wav"))
            .Message.ShouldBe(
                $"a.wav: the network's output at 0.032 s is {text}, expected a probability from 0 to 1. The file of segment.model is "
                    + "damaged or another; get it again.");
    }

    [Fact]
    public void Find_EngineNotInstalled_NamesTheCommand()
    {
        Should.Throw<EngineException>(() => Models(_scratch.Root, "vad.onnx")).Message.ShouldBe(
            $"engine onnxruntime: is not installed under {_scratch.Full("artifacts/engines")}. "
                + "Install it: dotnet cake --target=InstallEngine --engine=onnxruntime");
    }

    [Fact]
    public void Find_RealNetwork_IsCheckedAndHearsSpeechNotNoise()
    {
        var file = Environment.GetEnvironmentVariable("BAKEOFF_TEST_SILERO");
        Assert.SkipUnless(File.Exists(file), "BAKEOFF_TEST_SILERO names no file of Silero's network.");
        Assert.SkipUnless(
            Directory.Exists(Path.Combine(Fixture.RepositoryRoot, "artifacts", "engines", IModelEngine.OnnxRuntime)),
            $"The engine is not installed: {EngineCatalogue.InstallCommand(IModelEngine.OnnxRuntime)}");

        var model = Models(Fixture.RepositoryRoot, file!).ShouldHaveSingleItem();
        model.Engine["engine.version"].ShouldContain("ONNX Runtime 1.");
        model.Content.Digest.Length.ShouldBe(64);
        using var session = model.Open();
        var detector = new SileroDetector(session, file!);
        var random = new SeededRandom(1, "silero");
        float[] noise = [.. Enumerable.Range(0, 16000).Select(_ => random.NextSingle() - 0.5f)];
        detector.Probabilities(Sound(noise), "noise").Max().ShouldBeLessThan(0.5f);
        detector.Probabilities(Sound(new float[16000]), "silence").Max().ShouldBeLessThan(0.2f);

        Should.Throw<DatasetException>(() => Models(Fixture.RepositoryRoot, "none.onnx"))
            .Message.ShouldStartWith("own.yaml: segment.model is 'none.onnx', expected an existing ONNX file.");
        _scratch.Bytes("text.onnx", "no network"u8.ToArray());
        Should.Throw<EngineException>(() => Models(Fixture.RepositoryRoot, _scratch.Full("text.onnx")))
            .Message.ShouldStartWith($"engine onnxruntime: {_scratch.Full("text.onnx")} cannot be loaded: ");
    }

    private IReadOnlyList<SpeechModel> Models(string root, string model)
    {
        var options = new IndexOptions { Name = "own", Segment = new SegmentOptions { By = SegmentRule.Silero, Model = model } };
        var indexing = new CorpusSetIndexing("own", [new IndexingPart(options, new Dictionary<string, string>(StringComparer.Ordinal))]);
        return SpeechModels.Find(new Workspace(root), indexing, new FileDigestCache(_scratch.Full("digests.json"), TimeProvider.System));
    }

    private MonoWindow Sound(float[] samples) =>
        new(AudioReader.Open(File.ReadAllBytes(_scratch.Float("sound.wav", 1, samples)), "sound"), 16000);

    private static float[] Ramp(int count) => [.. Enumerable.Range(0, count).Select(static i => i / 2000f)];

    private static float[] Floats(IReadOnlyList<ModelTensor> run, string name) => ((FloatTensor)run.Single(t => t.Name == name)).Values;

    /// <summary>Gives 0.25, 0.5, ... and adds 1 to its states in each run.</summary>
    private sealed class StandIn(TensorForm[] inputs, string[] outputs) : IModelSession
    {
        public List<IReadOnlyList<ModelTensor>> Runs { get; } = [];

        public List<float[]> Heard { get; } = [];

        public float Second { get; init; } = 0.5f;

        public IReadOnlyList<TensorForm> Inputs => inputs;

        public IReadOnlyList<TensorForm> Outputs { get; } = [.. outputs.Select(static name => new TensorForm(name, "float32", []))];

        public IReadOnlyList<FloatTensor> Run(IReadOnlyList<ModelTensor> inputs, IReadOnlyList<string> outputs)
        {
            Runs.Add(inputs);
            Heard.Add([.. Floats(inputs, "input")]);
            var states = inputs.OfType<FloatTensor>().Skip(1).Zip(outputs.Skip(1), static (state, name) =>
                new FloatTensor(name, state.Shape, [.. state.Values.Select(static value => value + 1)]));
            return [new FloatTensor("output", [1, 1], [Runs.Count == 2 ? Second : 0.25f * Runs.Count]), .. states];
        }

        public void Dispose()
        {
        }
    }
}
