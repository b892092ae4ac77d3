using Bakeoff.Encoders.Storage;
using Bakeoff.Experiments.Projects;
using Bakeoff.Experiments.Running;
using Bakeoff.Experiments.Stages;
using Bakeoff.Testing;

namespace Bakeoff.Experiments.Tests.Running;

public sealed class AwaitedEncoderTests : IDisposable
{
    private const string Experiment = """
        name: a
        dataset: tiny
        features: {kind: {encoder: {model: nobody/no-encoder, layer: mix}}, sample_rate_hz: 16000, summary: mean}
        split: {by: leave_one_speaker_out, acknowledge: [shared_texts]}
        model:
          - layer_mix: 13
          - global_average_pooling: {}
        """;

    private const string Corpus = """
        name: tiny
        title: Two synthetic voices
        licence: none needed
        citation: none
        pattern: '(?<speaker>SYN[1-8])_(?<text>[a-z]+)_(?<label>[a-z]+)_[1-9]\.wav'
        synthetic: {speakers: 2, words: 2, takes: 1, variability: 0.5, sample_rate_hz: 16000, seed: 7}
        """;

    private readonly ScratchFolder _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Run_EncoderThatIsNotFetched_EndsBeforeTheFirstStageThatWouldLeadToFeatures()
    {
        _scratch.Bytes("experiments/a.yaml", System.Text.Encoding.UTF8.GetBytes(Experiment));
        _scratch.Bytes("experiments/datasets/tiny.yaml", System.Text.Encoding.UTF8.GetBytes(Corpus));
        await using var session = ExperimentSession.Open(new Workspace(_scratch.Root), "a", [], threads: 2);

        var exception = await Should.ThrowAsync<EncoderFormatException>(
            () => session.RunAsync(StageNames.Report, force: false, SilentObserver.Instance, TestContext.Current.CancellationToken));
        var before = session.Status(StageNames.Report);
        await session.RunAsync(StageNames.Index, force: false, SilentObserver.Instance, TestContext.Current.CancellationToken);

        exception.Message.ShouldContain("Fetch it with 'bakeoff encoders fetch nobody/no-encoder'");
        before.ShouldAllBe(stage => stage.Entry == null);
        session.Status(StageNames.Index).ShouldAllBe(stage => stage.Entry != null);
    }
}
