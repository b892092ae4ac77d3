using Bakeoff.Pipeline.Store;
using Bakeoff.Pipeline.Fingerprints;

namespace Bakeoff.Pipeline.Stages;

/// <summary>The folders, input results and progress receiver of one run of a stage.</summary>
[OutsideFingerprint("carries results and makes none")]
public sealed class StageContext
{
    private readonly IReadOnlyDictionary<string, StoreEntry> _inputs;
    private readonly SortedDictionary<string, string> _externalItems = new(StringComparer.Ordinal);

    /// <summary>Creates the context of one run of a stage.</summary>
    /// <param name="fingerprint">The stage's fingerprint.</param>
    /// <param name="outputFolder">Empty folder that receives the outputs.</param>
    /// <param name="scratchFolder">Folder that outlives an interruption; need not exist.</param>
    /// <param name="inputs">Result of each input stage, by stage name.</param>
    /// <param name="progress">Receives progress; may drop it.</param>
    public StageContext(
        string fingerprint,
        string outputFolder,
        string scratchFolder,
        IReadOnlyDictionary<string, StoreEntry> inputs,
        IProgress<StageProgress> progress)
    {
        Fingerprint = fingerprint;
        OutputFolder = outputFolder;
        ScratchFolder = scratchFolder;
        _inputs = inputs;
        Progress = progress;
    }

    /// <summary>Identity of the result; for notes about a run, never an input to it.</summary>
    public string Fingerprint { get; }

    /// <summary>Folder for the outputs. It becomes the store's entry when the stage has ended well.</summary>
    public string OutputFolder { get; }

    /// <summary>
    /// Folder for checkpoints: kept when the stage is interrupted, given again to the next run with the same fingerprint, removed when it
    /// ends well.
    /// </summary>
    public string ScratchFolder { get; }

    /// <summary>Receives the progress of the work.</summary>
    public IProgress<StageProgress> Progress { get; }

    /// <summary>The result in one line of facts for people, such as <c>90 of 180 files, 3 labels</c>; empty for none.</summary>
    public string Summary { get; set; } = "";

    /// <summary>Content outside the store that counts as output, such as recordings read in place: name to SHA-256 in hex.</summary>
    public IReadOnlyDictionary<string, string> ExternalItems => _externalItems;

    /// <summary>Result of an input stage.</summary>
    /// <exception cref="ArgumentException"><paramref name="stage"/> is not among the declared inputs.</exception>
    public StoreEntry Input(string stage) => _inputs.TryGetValue(stage, out var entry) ? entry : throw new ArgumentException(
        $"'{stage}' is not a declared input; declared are: {string.Join(", ", _inputs.Keys)}.", nameof(stage));

    /// <summary>Folder with the outputs of an input stage; read-only by agreement.</summary>
    /// <exception cref="ArgumentException"><paramref name="stage"/> is not among the declared inputs.</exception>
    public string InputFolder(string stage) => Input(stage).Folder;

    /// <summary>Path of an output file; its folder is created.</summary>
    public string OutputPath(string relative)
    {
        var path = Path.Combine(OutputFolder, relative);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return path;
    }

    /// <summary>Counts content that stays outside the store as part of this stage's output.</summary>
    /// <param name="name">Name relative to its source, with forward slashes.</param>
    /// <param name="sha256">SHA-256 of the content in lower-case hex.</param>
    public void AddExternalItem(string name, string sha256) => _externalItems[name] = sha256;
}
