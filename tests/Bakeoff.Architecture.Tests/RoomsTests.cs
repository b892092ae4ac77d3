namespace Bakeoff.Architecture.Tests;

public sealed class RoomsTests
{
    public static TheoryData<string> Projects() => [.. Sources.Projects];

    /// <summary>Two rooms that need each other cannot be read, tested or moved one at a time.</summary>
    [Theory]
    [MemberData(nameof(Projects))]
    public void Rooms_HaveNoCycle(string project)
    {
        var cycle = new Rooms(Sources.Product.Where(file => file.Project == project).ToList()).FindCycle();
        if (!Pending.Cycles.Contains(project))
        {
            cycle.ShouldBeNull($"{project} has a cycle among its rooms");
        }
    }

    [Fact]
    public void FindCycle_ThreeRoomsInARing_NamesRoomsTypesAndFiles()
    {
        var rooms = new Rooms([
            Parse("Cooking/Stove.cs", "using Bakeoff.House.Power; namespace Bakeoff.House.Cooking; public class Stove { Socket _socket; }"),
            Parse("Power/Socket.cs", "namespace Bakeoff.House.Power; public class Socket { object _fuse = Cellar.Deep.Fuse.Create(); }"),
            Parse(
                "Cellar/Fuse.cs",
                "using Bakeoff.House.Cooking; namespace Bakeoff.House.Cellar.Deep; public class Fuse { Stove? _stove; }"),
        ]);
        rooms.FindCycle().ShouldBe("Cellar -> Cooking (Stove in Fuse.cs) -> Power (Socket in Stove.cs) -> Cellar (Fuse in Socket.cs)");
    }

    [Fact]
    public void FindCycle_NameOfAPropertyOrOfTheRoot_IsNoUse()
    {
        var rooms = new Rooms([
            Parse("House.cs", "using Bakeoff.House.Power; namespace Bakeoff.House; public class House { Socket _socket; }"),
            Parse("Power/Socket.cs", "namespace Bakeoff.House.Power; public class Socket { House _house; }"),
            Parse("Cooking/Stove.cs", "using Bakeoff.House.Power; namespace Bakeoff.House.Cooking; public class Stove { Socket _socket; }"),
            Parse(
                "Power/Plan.cs",
                "using Bakeoff.House.Cooking; namespace Bakeoff.House.Power; public class Plan { int _stove = new A { Stove = 1 "
                    + "}.Stove; }"),
        ]);
        rooms.FindCycle().ShouldBeNull();
    }

    private static SourceFile Parse(string path, string code) => SourceFile.Parse("src/Bakeoff.House/" + path, code);
}
