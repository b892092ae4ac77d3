namespace Bakeoff.Corpora.Importing.Audformat;

/// <summary>The part of a database in audformat to import.</summary>
/// <param name="Folder">Folder of the database, with <c>db.yaml</c>.</param>
public sealed record AudformatChoice(string Folder)
{
    /// <summary>Names of the tables whose rows are the clips. Default: none, which is an error that lists them.</summary>
    public IReadOnlyList<string> Tables { get; init; } = [];

    /// <summary>Column of these tables with the labels. Default null: their only one.</summary>
    public string? Column { get; init; }

    /// <summary>Folder that the paths of the tables begin at. Default: that of the database.</summary>
    public string Recordings
    {
        get => field ?? Folder;
        init;
    }
}
