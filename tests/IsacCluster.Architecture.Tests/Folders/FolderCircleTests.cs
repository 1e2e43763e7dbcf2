namespace IsacCluster.Architecture.Tests.Folders;

/// <summary>The reader of uses and the search for circles, on folders made for them in this assembly.</summary>
public sealed class FolderCircleTests
{
    private const string Samples = "IsacCluster.Architecture.Tests.Folders.Samples";

    private static readonly string Here = typeof(FolderCircleTests).Assembly.Location;

    [Theory]
    [InlineData("ByBase", "User")]
    [InlineData("ByInterface", "User")]
    [InlineData("ByProperty", "User")]
    [InlineData("ByParameter", "User")]
    [InlineData("ByConstraint", "IUser`1")]
    [InlineData("ByAttribute", "IUser")]
    [InlineData("ByTypeOf", "User")]
    [InlineData("ByCall", "User")]
    [InlineData("ByCatch", "User")]
    [InlineData("ByClosure", "User")]
    [InlineData("ByNothing", null)]
    public void A_use_is_seen_wherever_it_stands(string folder, string? user) => Assert.Equal(
        user is null ? [] : [(user, $"{Samples}.Used")],
        FolderUses.Read(Here, Samples).Where(use => use.From == $"{Samples}.{folder}").Select(use => (use.User, use.To)));

    [Fact]
    public void A_circle_through_a_parent_and_its_children_is_found()
    {
        string circle = FolderCircles.Describe(FolderCircles.Among(FolderUses.Read(Here, $"{Samples}.Circle")));
        Assert.Equal(
            $"""
            Circle 1:
            {Samples}.Circle uses {Samples}.Circle.Child: Parent uses First
            {Samples}.Circle.Child uses {Samples}.Circle.Other: First uses Second
            {Samples}.Circle.Other uses {Samples}.Circle: Second uses Parent
            """,
            circle,
            ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void Folders_in_an_order_form_no_circle()
    {
        FolderUse[] uses = [Use("Top", "Middle"), Use("Top", "Leaf"), Use("Middle", "Leaf"), Use("Other", "Leaf")];
        Assert.Empty(FolderCircles.Among(uses));
    }

    [Fact]
    public void Two_circles_are_told_apart()
    {
        FolderUse[] uses = [Use("A", "B"), Use("B", "A"), Use("B", "C"), Use("C", "D"), Use("D", "C")];
        Assert.Equal(
            ["A B, B A", "C D, D C"],
            FolderCircles.Among(uses).Select(circle => string.Join(", ", circle.Select(use => $"{use.From} {use.To}"))));
    }

    private static FolderUse Use(string from, string to) => new(from, to, "User", "Used");
}
