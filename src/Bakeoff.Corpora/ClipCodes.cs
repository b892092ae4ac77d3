namespace Bakeoff.Corpora;

/// <summary>Turns the codes of file names or manifests into labels, speakers and texts by the description's maps. Thread-safe.</summary>
internal sealed class ClipCodes(IndexOptions options)
{
    private readonly Dictionary<string, string> _labels = new(options.Labels, StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> _speakers = new(options.Speakers, StringComparer.OrdinalIgnoreCase);

    /// <summary>Maps the codes of one clip.</summary>
    /// <exception cref="DatasetException">The label is empty, or a code is not in its map.</exception>
    public ClipName Map(string path, string label, string speaker, string text)
    {
        var mappedLabel = _labels.Count == 0 ? label.ToLowerInvariant() : _labels.GetValueOrDefault(label);
        if (string.IsNullOrEmpty(mappedLabel))
        {
            throw Unknown(path, "label", label, _labels.Keys);
        }

        var mappedSpeaker = _speakers.Count == 0 || speaker.Length == 0 ? speaker : _speakers.GetValueOrDefault(speaker);
        return new ClipName(mappedLabel, mappedSpeaker ?? throw Unknown(path, "speaker", speaker, _speakers.Keys), text.ToLowerInvariant());
    }

    private DatasetException Unknown(string path, string what, string value, IEnumerable<string> known)
    {
        var rule = known.Any() ? "one of " + string.Join(", ", known.Order(StringComparer.Ordinal)) : "a name";
        return new DatasetException(DatasetProblem.Name, path, $"{path}: {what} is '{value}', expected {rule}. Add it to {what}s in {options.Name}.yaml, or correct the pattern.");
    }
}
