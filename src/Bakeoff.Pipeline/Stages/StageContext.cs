namespace Bakeoff.Pipeline.Stages;

/// <summary>What a running stage may touch.</summary>
public sealed class StageContext
{
    private readonly IReadOnlyDictionary<string, string> _inputFolders;
    private readonly SortedDictionary<string, string> _externalItems = new(StringComparer.Ordinal);

    /// <summary>Creates the context of one run of a stage.</summary>
    /// <param name="outputFolder">Empty folder that receives the outputs.</param>
    /// <param name="inputFolders">Folder of each input stage's outputs, by stage name.</param>
    /// <param name="progress">Receives progress; may drop it.</param>
    public StageContext(string outputFolder, IReadOnlyDictionary<string, string> inputFolders, IProgress<StageProgress> progress)
    {
        OutputFolder = outputFolder;
        _inputFolders = inputFolders;
        Progress = progress;
    }

    /// <summary>Where outputs go. It becomes the store's entry when the stage has ended well.</summary>
    public string OutputFolder { get; }

    /// <summary>Receives how far the work is.</summary>
    public IProgress<StageProgress> Progress { get; }

    /// <summary>Content outside the store that counts as output, such as recordings read in place: name to SHA-256 in hex.</summary>
    public IReadOnlyDictionary<string, string> ExternalItems => _externalItems;

    /// <summary>Folder with the outputs of an input stage; read-only by agreement.</summary>
    /// <exception cref="ArgumentException"><paramref name="stage"/> is not among the declared inputs.</exception>
    public string InputFolder(string stage) => _inputFolders.TryGetValue(stage, out var folder)
        ? folder
        : throw new ArgumentException($"'{stage}' is not a declared input; declared are: {string.Join(", ", _inputFolders.Keys)}.", nameof(stage));

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
