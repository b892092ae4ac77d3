using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Bakeoff.Options;

namespace Bakeoff.Models.Storage;

/// <summary>
/// The places of trained models on disk: a single model lies in <c>model/</c>, the models of several folds in <c>model/fold-NAME/</c>.
/// </summary>
public static partial class ModelFolders
{
    /// <summary>Name of the folder that holds the model, or the folders of the folds.</summary>
    public const string Name = "model";

    private const string FoldPrefix = "fold-";

    private const string Escaped = "=%#:?*\"<>|/\\";

    /// <summary>Longest name of a folder, in bytes; file systems take 255.</summary>
    private const int MostBytes = 200;

    /// <summary>Name of a fold's folder.</summary>
    /// <param name="fold">Name of the fold, which may be any speaker's name.</param>
    /// <returns>
    /// <c>fold-</c> and the name. What a file system or a tracking server does not take is written as <c>=</c> and two hexadecimal digits;
    /// a very long name is cut, and ends with a part of its digest.
    /// </returns>
    public static string FoldFolder(string fold)
    {
        ArgumentNullException.ThrowIfNull(fold);
        var name = new StringBuilder(FoldPrefix);
        foreach (var c in fold)
        {
            _ = char.IsControl(c) || Escaped.Contains(c, StringComparison.Ordinal)
                ? name.Append(CultureInfo.InvariantCulture, $"={(int)c:X2}")
                : name.Append(c);
        }

        var whole = name.ToString();
        return Encoding.UTF8.GetByteCount(whole) <= MostBytes
            ? whole
            : $"{Cut(whole)}={Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(fold)))[..16]}";
    }

    // As many whole characters as leave room for the digest.
    private static string Cut(string text)
    {
        var cut = new StringBuilder();
        var bytes = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            bytes += rune.Utf8SequenceLength;
            if (bytes > MostBytes - 17)
            {
                break;
            }

            cut.Append(rune.ToString());
        }

        return cut.ToString();
    }

    private static string FoldOf(string folder) => EscapedCharacter().Replace(
        folder[FoldPrefix.Length..],
        static match => ((char)int.Parse(match.ValueSpan[1..], NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString());

    [GeneratedRegex("=[0-9A-F]{2}", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex EscapedCharacter();

    /// <summary>Folder of a fold's model: <c>root/model</c> if there is one fold, else <c>root/model/fold-NAME</c>.</summary>
    /// <param name="root">Folder of the training's results.</param>
    /// <param name="fold">Name of the fold.</param>
    /// <param name="foldCount">Number of folds.</param>
    public static string PathOf(string root, string fold, int foldCount) =>
        foldCount == 1 ? Path.Combine(root, Name) : Path.Combine(root, Name, FoldFolder(fold));

    /// <summary>The models in a folder.</summary>
    /// <param name="folder">Folder of a model, of the folders of folds, or of the results that hold either below <c>model/</c>.</param>
    /// <returns>
    /// Name and folder of each fold in ordinal order of the names; the name of a single model is empty. None if there is no model.
    /// </returns>
    public static IReadOnlyList<(string Fold, string Folder)> Find(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var found = FindDirectly(folder);
        return found.Count > 0 ? found : FindDirectly(Path.Combine(folder, Name));
    }

    /// <summary>The models to use: all in a folder, or that of one fold.</summary>
    /// <param name="folder">As for <see cref="Find"/>.</param>
    /// <param name="fold">Name of the fold; null for all models.</param>
    /// <param name="name">Name of the model in messages.</param>
    /// <returns>At least one folder of a model.</returns>
    /// <exception cref="ModelNotFoundException">There is no model, or no such fold.</exception>
    internal static IReadOnlyList<string> Select(string folder, string? fold, string name)
    {
        var found = Find(folder);
        if (found.Count == 0)
        {
            throw new ModelNotFoundException(folder, new ErrorDetails(Directory.Exists(folder)
                ? $"the folder holds no {TrainedModel.DescriptionName} and no folder {FoldPrefix}*"
                : File.Exists(folder) ? "is a file" : "the folder does not exist")
            {
                Where = name,
                Rule = "the folder of a trained model",
            });
        }

        if (fold is null)
        {
            return [.. found.Select(static model => model.Folder)];
        }

        if (found is [{ Fold: "" }])
        {
            throw new ModelNotFoundException(folder, new ErrorDetails("there is a single model and no fold '{value}'")
            {
                Where = name,
                Value = fold,
                NextStep = "Leave the fold out.",
            });
        }

        var chosen = found.Where(model => Path.GetFileName(model.Folder) == FoldFolder(fold)).Select(static model => model.Folder).ToList();
        return chosen.Count > 0 ? chosen : throw new ModelNotFoundException(folder, new ErrorDetails("there is no fold '{value}'")
        {
            Where = name,
            Value = fold,
            Rule = $"one of {string.Join(", ", found.Select(static model => model.Fold))}",
        });
    }

    private static IReadOnlyList<(string Fold, string Folder)> FindDirectly(string folder)
    {
        if (File.Exists(Path.Combine(folder, TrainedModel.DescriptionName)))
        {
            return [(string.Empty, folder)];
        }

        return Directory.Exists(folder)
            ? [.. Directory.EnumerateDirectories(folder, FoldPrefix + "*")
                .Order(StringComparer.Ordinal)
                .Select(static path => (FoldOf(Path.GetFileName(path)), path))]
            : [];
    }
}
