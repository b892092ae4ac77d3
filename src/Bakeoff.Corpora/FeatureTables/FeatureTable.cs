using Bakeoff.Options;
using Bakeoff.Options.Files;

namespace Bakeoff.Corpora.FeatureTables;

/// <summary>Numbers that another program computed of clips: a row a clip or several, with the name of the clip of each.</summary>
/// <remarks>
/// <para>Parquet: a column of texts with the names; columns of numbers, or of lists of numbers that all have one length. CSV: the same with
/// texts, in UTF-8, after a line of names. NumPy: [rows, features] of any type of numbers, and beside <c>NAME.npy</c> the names in
/// <c>NAME.txt</c>, a line each.</para>
/// <para>Every value is a finite float32. Memory: 4 bytes a value, and while a CSV is read its text.</para>
/// </remarks>
public sealed class FeatureTable
{
    private readonly float[] _values;
    private readonly Func<int, string> _placeOf;

    internal FeatureTable(string file, IReadOnlyList<string> columns, IReadOnlyList<string> keys, float[] values, Func<int, string> placeOf)
    {
        (File, Columns, Keys) = (file, columns, keys);
        (_values, _placeOf) = (values, placeOf);
    }

    /// <summary>Path of the file.</summary>
    public string File { get; }

    /// <summary>Names of the columns.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>Name of the clip of each row.</summary>
    public IReadOnlyList<string> Keys { get; }

    /// <summary>Names of the columns that a file has under a selection, without reading its rows.</summary>
    /// <param name="file">Path of the file.</param>
    /// <param name="selection">Key and columns.</param>
    /// <exception cref="DatasetException">It is missing, is in none of the formats, or lacks a column.</exception>
    public static IReadOnlyList<string> ReadColumns(string file, FeatureSelection selection)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(selection);
        RequireFile(file);
        try
        {
            return FormatOf(file) switch
            {
                Format.Parquet => ParquetFeatures.ReadColumns(file, selection),
                Format.Npy => NpyFeatures.ReadColumns(file, selection),
                _ => CsvFeatures.ReadColumns(file, selection),
            };
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(file, exception);
        }
    }

    /// <summary>Reads all rows.</summary>
    /// <param name="file">Path of the file.</param>
    /// <param name="selection">Key and columns.</param>
    /// <param name="cancellationToken">Stops between columns.</param>
    /// <exception cref="DatasetException">
    /// It cannot be read, or a value is none, no number, not finite or beyond float32; names the row.
    /// </exception>
    public static async Task<FeatureTable> ReadAsync(string file, FeatureSelection selection, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(selection);
        RequireFile(file);
        try
        {
            return FormatOf(file) switch
            {
                Format.Parquet => await ParquetFeatures.ReadAsync(file, selection, cancellationToken).ConfigureAwait(false),
                Format.Npy => NpyFeatures.Read(file, selection),
                _ => CsvFeatures.Read(file, selection),
            };
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(file, exception);
        }
    }

    /// <summary>The files that decide the content: the table, and of NumPy's the names beside it.</summary>
    /// <param name="file">Path of the table.</param>
    /// <exception cref="DatasetException">One of them is missing, or the table is in none of the formats.</exception>
    public static IReadOnlyList<string> FilesOf(string file)
    {
        ArgumentNullException.ThrowIfNull(file);
        RequireFile(file);
        return FormatOf(file) == Format.Npy ? [file, NpyFeatures.NamesOf(file)] : [file];
    }

    /// <summary>Values of some rows, one after the other.</summary>
    /// <param name="first">Number of the first, from 0.</param>
    /// <param name="count">How many.</param>
    public ReadOnlySpan<float> Rows(int first, int count) => _values.AsSpan(first * Columns.Count, checked(count * Columns.Count));

    /// <summary>Place of a row for messages: file and line, or row from 1 where the format has no lines.</summary>
    /// <param name="row">Its number, from 0.</param>
    public string PlaceOf(int row) => _placeOf(row);

    internal static DatasetException Refuse(string where, string what, string rule, string? nextStep = null) =>
        new(DatasetProblem.Table, new ErrorDetails(what) { Where = where, Rule = rule, NextStep = nextStep });

    /// <summary>Throws if a value is no finite float32.</summary>
    internal static float Require(double value, Func<string> place, string column)
    {
        var single = (float)value;
        if (!float.IsFinite(single))
        {
            var text = double.IsFinite(value) ? FormattableString.Invariant($"{value}, beyond float32") : FormattableString.Invariant($"{value}");
            throw Refuse(place(), $"{column} is {text}", "a finite number", "Compute the features of this clip again, or leave the column out.");
        }

        return single;
    }

    private static void RequireFile(string file)
    {
        if (!System.IO.File.Exists(file))
        {
            throw new DatasetException(DatasetProblem.NotFound, new ErrorDetails("there is no such file") { Where = file });
        }
    }

    private static Format FormatOf(string file) =>
        Path.GetExtension(file).ToLowerInvariant() switch
        {
            ".parquet" => Format.Parquet,
            ".npy" => Format.Npy,
            ".csv" or ".tsv" => Format.Text,
            var other => throw Refuse(file, $"has the extension '{other}'", ".parquet, .npy or .csv", "Save the features as one of these."),
        };

    private static DatasetException Unreadable(string file, Exception exception) => new(
        DatasetProblem.Access,
        new ErrorDetails($"cannot be read ({exception.Message.TrimEnd('.')})") { Where = file },
        exception);

    private enum Format
    {
        Parquet,
        Npy,
        Text,
    }
}
