"""What pages say, as typed data. A view is made once from the catalog and holds no sheet of it, so no page
can say what is not in its view.

`facts` has the parts that views share, `known` what links and evidence marks need, and `maker` makes both.
The other modules have the views, each with what makes it.
"""
