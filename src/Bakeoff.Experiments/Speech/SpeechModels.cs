using Bakeoff.Corpora;
using Bakeoff.Corpora.Sets;
using Bakeoff.Experiments.Projects;
using Bakeoff.Neural.Engines;
using Bakeoff.Options;
using Bakeoff.Pipeline.Fingerprints;
using Bakeoff.Pipeline.Store;

namespace Bakeoff.Experiments.Speech;

/// <summary>Finds the networks that divide recordings, and checks them before anything runs.</summary>
[OutsideFingerprint("finds networks before stages are built; an index counts their content and the engine")]
internal static class SpeechModels
{
    /// <summary>The network of each corpus that has one, in the order of the corpora.</summary>
    /// <param name="workspace">The project; paths are relative to it, and its engines run them.</param>
    /// <param name="indexing">The corpora.</param>
    /// <param name="digests">Digests of files already known.</param>
    /// <exception cref="EngineException">The engine is not installed or damaged, or the file is no ONNX file.</exception>
    /// <exception cref="DatasetException">The file is missing or cannot be read, or is another network.</exception>
    public static IReadOnlyList<SpeechModel> Find(Workspace workspace, CorpusSetIndexing indexing, FileDigestCache digests)
    {
        var parts = indexing.Parts.Where(static part => part.Options.Segment is { By: SegmentRule.Silero }).ToList();
        if (parts.Count == 0)
        {
            return [];
        }

        var (engine, parameters) = new EngineCatalogue(workspace.EnginesFolder).LoadForOnnx();
        return
        [
            .. parts.Select(part =>
            {
                var (name, path) = (part.Options.Name, part.Options.Segment!.Model!);
                var full = Path.GetFullPath(path, workspace.Root);
                var content = new ExternalInput(path, Digest(name, path, full), new Dictionary<string, string>(StringComparer.Ordinal));
                using var session = engine.Open(full);
                _ = new SileroDetector(session, full);
                return new SpeechModel(path, content, parameters, () => engine.Open(full));
            }),
        ];

        string Digest(string name, string path, string full)
        {
            try
            {
                return File.Exists(full) ? digests.DigestOf(full) : throw Missing("expected an existing ONNX file", null);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                throw Missing($"which cannot be read: {exception.Message}", exception);
            }

            DatasetException Missing(string reason, Exception? cause) => new(
                DatasetProblem.Description,
                new ErrorDetails($"segment.model is '{path}', {reason}")
                {
                    Where = $"{name}.yaml",
                    NextStep = $"Correct the path; it is relative to {workspace.Root}. docs/corpora.md says where Silero's network is "
                        + $"found.",
                },
                cause);
        }
    }
}
