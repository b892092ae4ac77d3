namespace Bakeoff.Architecture.Tests;

/// <summary>The rooms of one project (its first-level namespaces; deeper ones count for
/// them) and which of them names types of which.</summary>
/// <remarks>A project's root namespace, its public face, is no room: every room may use it, and it may use every room.</remarks>
internal sealed class Rooms
{
    private readonly SortedDictionary<string, SortedDictionary<string, string>> _uses = new(StringComparer.Ordinal);

    /// <summary>Reads the rooms of a project from its files.</summary>
    public Rooms(IReadOnlyList<SourceFile> files)
    {
        var homes = files
            .SelectMany(file => file.Facts.Defined.Select(type => (type, file.Namespace)))
            .ToLookup(definition => definition.type, definition => definition.Namespace, StringComparer.Ordinal);
        foreach (var file in files.Where(file => file.Room is not null))
        {
            _uses.TryAdd(file.Room!, new SortedDictionary<string, string>(StringComparer.Ordinal));
            foreach (var name in file.Facts.Named)
            {
                AddUse(file, name, homes);
            }
        }
    }

    /// <summary>A shortest cycle as <c>A -> B (Type in File.cs) -> A (Type in File.cs)</c>; null if there is none.</summary>
    public string? FindCycle() => _uses.Keys.Select(FindPathBack).Where(path => path is not null).MinBy(path => path!.Count) is { } cycle
        ? cycle[0] + string.Concat(cycle.Zip(cycle.Skip(1), (room, next) => $" -> {next} ({_uses[room][next]})"))
        : null;

    private void AddUse(SourceFile file, string name, ILookup<string, string> homes)
    {
        var parts = name.Split('.');
        var spaces = homes[parts[^1]].Distinct(StringComparer.Ordinal).ToList();

        // A type of the file's own namespace hides those of the same name elsewhere.
        if (parts.Length == 1 && spaces.Contains(file.Namespace))
        {
            return;
        }

        foreach (var space in spaces)
        {
            var isMeant = parts.Length == 1 ? file.Visible.Contains(space) : space.EndsWith('.' + parts[0], StringComparison.Ordinal);
            if (isMeant && file.RoomOf(space) is { } room && room != file.Room)
            {
                _uses[file.Room!].TryAdd(room, $"{parts[^1]} in {Path.GetFileName(file.Path)}");
            }
        }
    }

    // Breadth first, so that the first way back is a shortest one.
    private List<string>? FindPathBack(string start)
    {
        var from = new Dictionary<string, string>(StringComparer.Ordinal);
        var open = new Queue<string>([start]);
        while (open.TryDequeue(out var room))
        {
            foreach (var next in _uses[room].Keys)
            {
                if (next == start)
                {
                    List<string> path = [start];
                    for (var step = room; step != start; step = from[step])
                    {
                        path.Add(step);
                    }

                    path.Add(start);
                    path.Reverse();
                    return path;
                }

                if (from.TryAdd(next, room))
                {
                    open.Enqueue(next);
                }
            }
        }

        return null;
    }
}
